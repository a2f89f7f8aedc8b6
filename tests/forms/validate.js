/*
 * Holds what tptriage writes as FHIR, and the responses that the tests give it, against the published R4 definitions:
 * their JSON schema, and their structure definitions with value sets. Arguments: the command, the folder of this file.
 * Reports in TAP. The definitions come from node_modules, found through NODE_PATH.
 */
'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const SchemaValidator = require('@asymmetrik/fhir-json-schema-validator');
const { Fhir } = require('fhir');

const [command, folder] = process.argv.slice(2);
const schema = new SchemaValidator();
const definitions = new Fhir();
let count = 0;
let failed = 0;

function run(args, input) {
    return execFileSync(command, args, { input: input || '', encoding: 'utf8', maxBuffer: 1 << 26 });
}

function report(name, problems) {
    count++;
    if (problems.length) failed++;
    console.log(`${problems.length ? 'not ok' : 'ok'} ${count} - ${name}`);
    for (const problem of problems.slice(0, 12)) console.log(`#   ${problem}`);
}

/* What each of the two says against a resource. */
function schemaProblems(resource) {
    return schema.validate(resource, true).map((e) => `schema: ${e.dataPath} ${e.message}`);
}

function definitionProblems(resource) {
    const { messages } = definitions.validate(resource, { errorOnUnexpected: true });
    return messages
        .filter((m) => m.severity === 'error' || m.severity === 'fatal')
        .map((m) => `definition: ${m.location} ${m.message}`);
}

function problemsOf(resource) {
    return schemaProblems(resource).concat(definitionProblems(resource));
}

function check(name, resource) {
    report(name, problemsOf(resource));
}

/* A Bundle, each of its resources, and that every reference within it leads somewhere. */
function checkBundle(name, bundle) {
    check(name, bundle);
    const urls = new Set(bundle.entry.map((e) => e.fullUrl));
    const text = JSON.stringify(bundle);
    const lost = [...text.matchAll(/"reference":"(urn:uuid:[^"]*)"/g)].map((m) => m[1]).filter((u) => !urls.has(u));
    report(`${name}: references`, lost.map((u) => `nothing has the fullUrl ${u}`));
    report(`${name}: fullUrls are unique`, urls.size === bundle.entry.length ? [] : ['one stands twice']);
    report(`${name}: no Condition`, /"resourceType":"Condition"/.test(text) ? ['there is one'] : []);
    for (const { resource } of bundle.entry) check(`${name}: ${resource.resourceType}`, resource);
}

/* ---- Does the validator see anything at all? ---- */

const questionnaire = JSON.parse(run(['form', 'questionnaire']));
const spoilt = {
    'a key too many': { ...questionnaire, surprise: true },
    'no status': { ...questionnaire, status: undefined },
    'a status that is none': { ...questionnaire, status: 'finished' },
    'a type that is none': { ...questionnaire, item: [{ linkId: 'a', type: 'number' }] },
};
for (const [name, resource] of Object.entries(spoilt)) {
    const seen = JSON.parse(JSON.stringify(resource));
    const by = [schemaProblems(seen).length ? 'schema' : '', definitionProblems(seen).length ? 'definitions' : ''];
    report(`${name} is found (${by.filter(Boolean).join(', ')})`, by.some(Boolean) ? [] : ['it passes']);
}

/* ---- The form ---- */

check('the Questionnaire', questionnaire);

const links = new Map();
(function walk(items) {
    for (const item of items) {
        links.set(item.linkId, (links.get(item.linkId) || 0) + 1);
        walk(item.item || []);
    }
})(questionnaire.item);
report('linkIds are unique', [...links].filter(([, n]) => n > 1).map(([link]) => link));

check('a Questionnaire in Spanish', JSON.parse(run(['form', 'questionnaire', '--pack', path.join(folder, '../packs/es')])));

const map = JSON.parse(run(['form', 'map']));
report('the map is of this form', map.items.filter((i) => !links.has(i.linkId)).map((i) => i.linkId));

/* ---- Results ---- */

const texts = {
    'stiff neck': 'stiff neck and headaches for 3 weeks',
    'an emergency': 'numb between my legs and cant pee since this morning, back pain',
    'a doubt': 'headache, not sure if I have a fever',
    'self-care': 'mild ache between my shoulder blades after a day at the desk',
    'with cautions': 'low back pain, I take warfarin and I have osteoporosis',
    'nothing': '',
    'odd signs': 'neck pain "quoted" \\ \u0007 tab\t and \u{1F600}',
};
for (const [name, text] of Object.entries(texts)) {
    const written = run(['--format', 'fhir'], text);
    report(`${name}: the same bytes again`, written === run(['--format', 'fhir'], text) ? [] : ['they differ']);
    checkBundle(name, JSON.parse(written));
}

/* ---- Responses that other tests triage ---- */

for (const file of fs.readdirSync(folder).filter((f) => /^response.*\.json$/.test(f)).sort()) {
    const response = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    check(file, response);
    const own = response.resourceType === 'Bundle' ? ['--map', path.join(folder, 'map.json')] : [];
    checkBundle(`${file}: the result`, JSON.parse(run(['--format', 'fhir', '--form', path.join(folder, file), ...own])));
}

console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
