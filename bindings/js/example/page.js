/* The page: one session, asked at each key. An answer takes about a millisecond, so nothing has to wait. */
import { Ruleset, TptriageError } from '../src/index.js';

const byId = (id) => document.getElementById(id);
const box = byId('text');

function element(name, text, data = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

/* The text with the words marked that findings rest on. Offsets in code units cut a string as they are. */
function markedWords(text, findings) {
  const marks = findings
    .flatMap(({ label, status, spans = [] }) => spans.map((span) => ({ ...span, label, status })))
    .filter(({ start_utf16 }) => start_utf16 !== undefined)
    .sort((a, b) => a.start_utf16 - b.start_utf16);
  const parts = [];
  let at = 0;
  for (const { start_utf16: start, end_utf16: end, label, status } of marks) {
    if (start < at) continue;
    const mark = element('mark', text.slice(start, end), { status });
    mark.title = `${label}: ${status}`;
    parts.push(text.slice(at, start), mark);
    at = end;
  }
  return [...parts, text.slice(at)];
}

function show(text, result) {
  const { urgency, flags, conditions, findings } = result;
  byId('urgency').hidden = false;
  byId('urgency').dataset.level = urgency.level;
  byId('title').textContent = urgency.title;
  byId('advice').textContent = urgency.advice;
  byId('read').replaceChildren(...markedWords(text, findings));
  byId('fits').replaceChildren(
    ...flags.map(({ title, status, question }) => element('li', status === 'unclear' ? question : title)),
    ...conditions.map(({ label, band }) => element('li', `${label} (${band})`)),
  );
  byId('disclaimer').textContent = result.disclaimer;
}

function showFailure(error) {
  byId('urgency').hidden = false;
  byId('urgency').dataset.level = '';
  byId('title').textContent = 'This cannot be read';
  byId('advice').textContent = error.message;
}

const rules = await Ruleset.load();
const session = rules.session();

box.addEventListener('input', () => {
  try {
    show(box.value, session.triage(box.value));
  } catch (error) {
    if (!(error instanceof TptriageError)) throw error;
    showFailure(error);
  }
});
box.disabled = false;
box.placeholder = 'stiff neck and headaches after a day at my desk';
box.focus();
