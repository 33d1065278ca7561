/** What is said of questions that nobody is there to answer: firms without a service manager. */
import { bilingual } from '../bilingual.ts';

export const unassignedWords = bilingual(
  {
    title: '等着指派服务管家的诉求',
    lead: '这些企业提了诉求，但还没有服务管家。指派后，由服务管家受理。这里不显示诉求的内容。',
    none: '没有：提了诉求的企业都有服务管家。',
    noManagers: '还没有服务管家登录过，没有可以指派的人。',
    manager: '服务管家',
    choose: '请选择',
    assign: '指派',
    assigned: '已指派，这家企业的诉求由服务管家受理。',
    first: (count: number) => `${count} 件诉求的企业还没有服务管家，请指派`,
    toFirm: {
      consent:
        '还没有指派服务管家，由区里分派。提交后，区里和运维只看到有一件诉求；指派的服务管家会看到这段话和您的姓名。',
      lead: '还没有指派服务管家，由区里分派。',
      asked: '已提交。还没有指派服务管家，由区里分派；指派后由服务管家受理。',
      clock: '还没有指派服务管家，由区里分派；期限照常计算',
    },
  },
  {
    title: 'Questions that wait for a service manager',
    lead: 'These firms have asked something and have no service manager. Once one is assigned, they deal with it. What the questions say is not shown here.',
    none: 'None: every firm that has asked something has a service manager.',
    noManagers: 'No service manager has signed in yet, so there is nobody to assign.',
    manager: 'Service manager',
    choose: 'Please choose',
    assign: 'Assign',
    assigned: 'Assigned; the service manager deals with this firm’s questions.',
    first: (count) =>
      count === 1
        ? 'One question is from a firm without a service manager: assign one'
        : `${count} questions are from firms without a service manager: assign one`,
    toFirm: {
      consent:
        'Your firm has no service manager yet; the district assigns one. Once sent, the district and the operator see only that there is a question; the manager assigned sees these words and your name.',
      lead: 'No service manager is assigned yet; the district assigns one.',
      asked: 'Sent. No service manager is assigned yet; the district assigns one, who then deals with it.',
      clock: 'No service manager is assigned yet; the district assigns one. The time allowed runs on',
    },
  },
);
