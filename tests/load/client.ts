/** Asks an address steadily until its input ends, in a process of its own, then prints how long answers took. */
import autocannon from 'autocannon';

const [origin = '', perSecond = '50', requests = '[]'] = process.argv.slice(2);
const instance = autocannon(
  {
    url: origin,
    connections: 5,
    overallRate: Number(perSecond),
    duration: 600,
    requests: JSON.parse(requests) as autocannon.Request[],
  },
  (_, { latency, errors, non2xx }) => {
    console.log(JSON.stringify({ p50: latency.p50, p99: latency.p99, failed: errors + non2xx }));
    process.exit(0);
  },
);
process.stdin.on('end', () => {
  instance.stop();
});
process.stdin.resume();
