/* Uses every declaration of src/index.d.ts, for tsc alone: types.test.js. What must not compile is marked so. */
import { FormMap, Ruleset, Session, TptriageError } from '../src/index.js';
import type { Assertion, ErrorCode, IntakeRecord, Level, Result, Span } from '../src/index.js';

export async function use(file: Uint8Array): Promise<string[]> {
  const rules: Ruleset = await Ruleset.load();
  const own = await Ruleset.fromFiles({ 'pack.json': '{}', 'flags/a.json': file }, { wasm: new URL('file:///x') });
  const session: Session = rules.session({ explain: true, maxSteps: 1000, maxTextBytes: 100, cancel: () => false });
  const record: IntakeRecord = { text: 'stiff neck', age: 44, findings: { fever: 'unknown' }, wpi: 3 };
  const result: Result = session.triage(record);
  const level: Level = result.urgency.level;
  const spans: Span[] = [{ start: 0, end: 5 }];
  const judged: Assertion[] = session.assertSpans('stiff neck', spans);
  const cut = result.findings.map(({ spans: [first] = [] }) => 'stiff'.slice(first?.start_utf16, first?.end_utf16));
  try {
    session.triageJson('{}');
  } catch (error) {
    if (error instanceof TptriageError) {
      const code: ErrorCode = error.code;
      return [code, error.pointer, `${error.line}:${error.column}`, error.hint, error.source];
    }
  }
  const map: FormMap = rules.formMap();
  const { unmapped, urgency } = session.triageForm({ data: {} }, map);
  void [rules.questionnaire(), rules.questionnaireMap(), unmapped?.length, urgency.title, session.fhir()];
  map.free();
  own.free();
  session.free();
  return [level, judged[0].status, session.triageTextJson(file), session.assertJson({ text: '', spans }), ...cut];
}

export function misuse(session: Session): void {
  // @ts-expect-error a number is no text
  session.triage(7);
  // @ts-expect-error a session comes of a ruleset
  new Session();
  // @ts-expect-error a form needs a map
  session.triageForm({});
  // @ts-expect-error no such option
  use({ maxStepps: 1 });
  // @ts-expect-error no such level
  const level: Level = 'urgentish';
  // @ts-expect-error a side is left, right or both
  session.triage({ sites: [{ site: 'neck', side: 'port' }] });
  void level;
}
