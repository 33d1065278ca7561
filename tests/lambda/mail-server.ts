/** A mail server that keeps what it gets: as much of SMTP as a client needs to hand over a mail. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export interface MailServer {
  readonly url: string;
  readonly mails: string[];
  /** While true, recipients are refused for now. */
  refusing: boolean;
  readonly close: () => void;
}

export async function openMailServer(): Promise<MailServer> {
  const mails: string[] = [];
  const server = createServer((socket) => {
    let mail: string[] | undefined;
    let rest = '';
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say('220 mail.example');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (mail) {
          if (line === '.') {
            mails.push(mail.join('\n'));
            mail = undefined;
            say('250 kept');
          } else mail.push(line);
        } else if (/^(EHLO|HELO)/i.test(line)) say('250 mail.example');
        else if (/^DATA/i.test(line)) {
          mail = [];
          say('354 go on');
        } else if (/^RCPT/i.test(line)) say(opened.refusing ? '451 later' : '250 ok');
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else say('250 ok');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const opened: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refusing: false,
    close: () => void server.close(),
  };
  return opened;
}
