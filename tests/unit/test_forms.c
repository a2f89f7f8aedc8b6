/* Forms: what each kind of answer means, as our own record would say it; bad forms, bad maps; the pack's own form. */
#include <pthread.h>

#include "base/buf.h"
#include "base/json.h"
#include "embedded_session.h"

/* ---- Helpers ---- */

static tpt_form_map *map_of(const char *json) {
    tpt_form_map *map = NULL;
    tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
    if (tpt_form_map_new(&map, rules, json, TPT_NUL_TERMINATED, NULL, &error) != TPT_OK)
        fail_msg("%u:%u %s: %s", error.line, error.column, error.pointer, error.message);
    return map;
}

static char *record_json(const char *record) {
    const tpt_result *result = NULL;
    tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
    if (tpt_session_triage_json(session, record, TPT_NUL_TERMINATED, &result, &error) != TPT_OK)
        fail_msg("%s: %s: %s", record, error.pointer, error.message);
    return json_of(result);
}

static char *form_json(const tpt_form_map *map, const char *form) {
    const tpt_result *result = NULL;
    tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
    if (tpt_session_triage_form(session, map, form, TPT_NUL_TERMINATED, &result, &error) != TPT_OK)
        fail_msg("%s: %s: %s", form, error.pointer, error.message);
    return json_of(result);
}

/* A form and a record that say the same have the same result, to the byte. */
static void same(const tpt_form_map *map, const char *form, const char *record) {
    char *by_form = form_json(map, form), *by_record = record_json(record);
    if (strcmp(by_form, by_record) != 0) fail_msg("%s\n%s\n%s\n%s", form, by_form, record, by_record);
    free(by_form);
    free(by_record);
}

#define RESPONSE(items)                                                                                      \
    "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"item\":[" items "]}"
#define ANSWER(link, value) "{\"linkId\":\"" link "\",\"answer\":[{" value "}]}"
#define HEAD "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\","

/* Items of a Questionnaire, whose codes say what item 1 is: a text; or nothing that the map knows. */
#define CODED_ITEM                                                                                           \
    "{\"linkId\":\"1\",\"code\":[7,{\"system\":\"urn:s\"},{\"system\":\"urn:s\",\"code\":\"T1\"}]}"
#define OTHER_ITEM "{\"linkId\":\"1\",\"code\":[{\"system\":\"urn:s\",\"code\":\"T2\"}]}"

static const char MAP[] =
    "{\"items\":["
    "{\"linkId\":\"say\",\"as\":\"text\"},{\"linkId\":\"more\",\"as\":\"text\"},"
    "{\"linkId\":\"where\",\"as\":\"site\",\"answers\":[{\"answer\":\"N\",\"is\":\"neck\"},"
    " {\"answer\":\"LK\",\"means\":{\"sites\":[{\"site\":\"knee\",\"side\":\"left\"}]}}]},"
    "{\"linkId\":\"side\",\"as\":\"side\",\"answers\":[{\"answer\":\"L\",\"is\":\"left\"}]},"
    "{\"linkId\":\"fever\",\"finding\":\"fever\",\"answers\":[{\"answer\":\"Y\",\"is\":true},"
    " {\"answer\":\"N\",\"is\":false},{\"answer\":\"?\",\"is\":\"unknown\"}]},"
    "{\"linkId\":\"box\",\"finding\":\"fever\",\"false\":\"unknown\"},"
    "{\"linkId\":\"age\",\"fact\":\"age\"},"
    "{\"linkId\":\"sex\",\"fact\":\"sex\",\"answers\":[{\"answer\":\"F\",\"is\":\"female\"},"
    " {\"answer\":\"U\",\"is\":\"unknown\"}]},"
    "{\"linkId\":\"weeks\",\"fact\":\"duration_days\",\"num\":7},"
    "{\"linkId\":\"temp\",\"fact\":\"temperature_c\",\"units\":[{\"unit\":\"Cel\"},"
    " {\"unit\":\"[degF]\",\"add\":-32,\"num\":5,\"den\":9}]},"
    "{\"linkId\":\"since\",\"fact\":\"duration_days\",\"units\":[{\"unit\":\"d\"},"
    " {\"unit\":\"h\",\"fact\":\"duration_minutes\",\"num\":60}]},"
    "{\"linkId\":\"pills\",\"as\":\"medications\"},{\"linkId\":\"past\",\"as\":\"history\"},"
    "{\"linkId\":\"land\",\"as\":\"country\"},{\"linkId\":\"number\",\"as\":\"id\"},"
    "{\"linkId\":\"news\",\"as\":\"ignore\"},"
    "{\"code\":\"T1\",\"system\":\"urn:s\",\"as\":\"text\"},"
    "{\"linkId\":\"signs\",\"answers\":["
    " {\"answer\":\"stiff\",\"means\":{\"findings\":{\"neck_stiffness\":true,\"fever\":false}}},"
    " {\"answer\":\"ill\",\"means\":{\"text\":\"I feel ill\",\"age\":50,\"country\":\"GB\","
    "  \"medications\":[\"statin\"],\"history\":[\"asthma\"]}}]}],"
    "\"answers\":[{\"answer\":\"386661006\",\"system\":\"http://snomed.info/sct\","
    " \"means\":{\"findings\":{\"fever\":true}}}]}";

/* ---- Each kind of answer ---- */

static const struct {
    const char *form, *record;
} FHIR[] = {
    {RESPONSE(""), "{}"},
    {RESPONSE(ANSWER("say", "\"valueString\":\"stiff neck\"")), "{\"text\":\"stiff neck\"}"},
    {RESPONSE(
         ANSWER("say", "\"valueString\":\"stiff neck\"") "," ANSWER("more", "\"valueString\":\"a rash\"")),
     "{\"text\":\"stiff neck\\na rash\"}"},
    {RESPONSE(ANSWER("say", "\"valueCoding\":{\"code\":\"x\",\"display\":\"stiff neck\"}")),
     "{\"text\":\"stiff neck\"}"},
    {RESPONSE(ANSWER("where", "\"valueCoding\":{\"code\":\"neck\"}")), "{\"sites\":[{\"site\":\"neck\"}]}"},
    {RESPONSE(ANSWER("where", "\"valueCoding\":{\"code\":\"N\"}")), "{\"sites\":[{\"site\":\"neck\"}]}"},
    {RESPONSE(ANSWER("where", "\"valueCoding\":{\"code\":\"LK\"}")),
     "{\"sites\":[{\"site\":\"knee\",\"side\":\"left\"}]}"},
    {RESPONSE(ANSWER("where", "\"valueString\":\"my stiff neck\"")), "{\"text\":\"my stiff neck\"}"},
    {RESPONSE(ANSWER("fever", "\"valueBoolean\":true")), "{\"findings\":{\"fever\":true}}"},
    {RESPONSE(ANSWER("fever", "\"valueBoolean\":false")), "{\"findings\":{\"fever\":false}}"},
    {RESPONSE(ANSWER("fever", "\"valueCoding\":{\"code\":\"Y\"}")), "{\"findings\":{\"fever\":true}}"},
    {RESPONSE(ANSWER("fever", "\"valueCoding\":{\"code\":\"N\"}")), "{\"findings\":{\"fever\":false}}"},
    {RESPONSE(ANSWER("fever", "\"valueCoding\":{\"code\":\"?\"}")), "{}"},
    {RESPONSE(ANSWER("box", "\"valueBoolean\":false")), "{}"},
    {RESPONSE(ANSWER("box", "\"valueBoolean\":true")), "{\"findings\":{\"fever\":true}}"},
    {RESPONSE("{\"linkId\":\"fever\"},{\"linkId\":\"say\",\"answer\":[]}"), "{}"},
    {RESPONSE("{\"linkId\":\"fever\",\"answer\":[{\"extension\":[{\"url\":\"x\"}]}]}"), "{}"},
    {RESPONSE(ANSWER("age", "\"valueInteger\":44")), "{\"age\":44}"},
    {RESPONSE(ANSWER("age", "\"valueDecimal\":44.0")), "{\"age\":44}"},
    {RESPONSE(ANSWER("age", "\"valueString\":\"44\"")), "{\"age\":44}"},
    {RESPONSE(ANSWER("age", "\"valueString\":\"unknown\"")), "{}"},
    {RESPONSE(ANSWER("sex", "\"valueCoding\":{\"code\":\"female\"}")), "{\"sex\":\"female\"}"},
    {RESPONSE(ANSWER("sex", "\"valueCoding\":{\"code\":\"F\"}")), "{\"sex\":\"female\"}"},
    {RESPONSE(ANSWER("sex", "\"valueCoding\":{\"code\":\"U\"}")), "{}"},
    {RESPONSE(ANSWER("weeks", "\"valueDecimal\":2.5")), "{\"duration_minutes\":25200}"},
    {RESPONSE(ANSWER("temp", "\"valueDecimal\":38.5")), "{\"temperature_c\":38.5}"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":{\"value\":38.5,\"code\":\"Cel\"}")),
     "{\"temperature_c\":38.5}"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":{\"value\":101.3,\"unit\":\"F\",\"code\":\"[degF]\"}")),
     "{\"temperature_c\":38.5}"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":{\"value\":38.5}")), "{\"temperature_c\":38.5}"},
    {RESPONSE(ANSWER("since", "\"valueQuantity\":{\"value\":36,\"unit\":\"h\"}")),
     "{\"duration_minutes\":2160}"},
    {RESPONSE(ANSWER("since", "\"valueQuantity\":{\"value\":3,\"unit\":\"d\"}")), "{\"duration_days\":3}"},
    {RESPONSE(ANSWER("pills", "\"valueString\":\"warfarin\"")), "{\"medications\":[\"warfarin\"]}"},
    {RESPONSE(ANSWER("past", "\"valueString\":\"osteoporosis\"")), "{\"history\":[\"osteoporosis\"]}"},
    {RESPONSE(ANSWER("land", "\"valueString\":\"GB\"")), "{\"country\":\"GB\"}"},
    {RESPONSE(ANSWER("number", "\"valueInteger\":7")), "{\"id\":7}"},
    {RESPONSE(ANSWER("news", "\"valueBoolean\":true")), "{}"},
    {RESPONSE("{\"linkId\":\"signs\",\"answer\":[{\"valueCoding\":{\"code\":\"stiff\"}},"
              "{\"valueCoding\":{\"code\":\"ill\"}}]}"),
     "{\"findings\":{\"neck_stiffness\":true,\"fever\":false},\"text\":\"I feel ill\",\"age\":50,"
     "\"country\":\"GB\",\"medications\":[\"statin\"],\"history\":[\"asthma\"]}"},
    {RESPONSE(
         ANSWER("signs", "\"valueCoding\":{\"system\":\"http://snomed.info/sct\",\"code\":\"386661006\"}")),
     "{\"findings\":{\"fever\":true}}"},
    /* the same said twice */
    {RESPONSE(ANSWER("age", "\"valueInteger\":44") "," ANSWER("age", "\"valueInteger\":44")), "{\"age\":44}"},
    /* items within items, and within answers; keys in any order */
    {"{\"item\":[{\"item\":[{\"item\":[{\"answer\":[{\"valueBoolean\":true}],\"linkId\":\"fever\"}],"
     "\"linkId\":\"g2\"}],\"linkId\":\"g1\"}],\"status\":\"amended\",\"resourceType\":"
     "\"QuestionnaireResponse\"}",
     "{\"findings\":{\"fever\":true}}"},
    {RESPONSE("{\"linkId\":\"where\",\"answer\":["
              "{\"valueCoding\":{\"code\":\"neck\"},\"item\":[" ANSWER(
                  "side", "\"valueCoding\":{\"code\":\"L\"}") "]},"
                                                              "{\"item\":[" ANSWER(
                                                                  "side", "\"valueCoding\":{\"code\":"
                                                                          "\"right\"}") "],\"valueCoding\":{"
                                                                                        "\"code\":\"knee\"}},"
                                                                                        "{\"valueCoding\":{"
                                                                                        "\"code\":\"foot\"}}]"
                                                                                        "}"),
     "{\"sites\":[{\"site\":\"neck\",\"side\":\"left\"},{\"site\":\"knee\",\"side\":\"right\"},{\"site\":"
     "\"foot\"}]}"},
    /* a side belongs to the places of its group */
    {RESPONSE("{\"linkId\":\"g\",\"item\":[" ANSWER("side", "\"valueString\":\"left\"") "," ANSWER(
         "where", "\"valueCoding\":{\"code\":\"neck\"}") "]},"
                                                         "{\"linkId\":\"g\",\"item\":[" ANSWER(
                                                             "where",
                                                             "\"valueCoding\":{\"code\":\"knee\"}") "]}"),
     "{\"sites\":[{\"site\":\"neck\",\"side\":\"left\"},{\"site\":\"knee\"}]}"},
    /* an item's code is the Questionnaire's, in the Bundle or contained */
    {"{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"contained\":[{\"resourceType\":"
     "\"Questionnaire\",\"item\":[{\"linkId\":\"g\",\"item\":[{\"linkId\":\"1\",\"code\":[{\"system\":\"urn:"
     "o\","
     "\"code\":\"T1\"},{\"system\":\"urn:s\",\"code\":\"T1\"}]}]}]}],"
     "\"item\":[" ANSWER("1", "\"valueString\":\"stiff neck\"") "]}",
     "{\"text\":\"stiff neck\"}"},
    {"{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":"
     "\"Questionnaire\","
     "\"url\":\"urn:other\",\"item\":[{\"linkId\":\"2\",\"code\":[{\"system\":\"urn:s\",\"code\":\"T1\"}]}]}}"
     ","
     "{\"resource\":{\"resourceType\":\"Patient\"}},"
     "{\"resource\":{\"resourceType\":\"Questionnaire\",\"url\":\"urn:q\",\"item\":[{\"linkId\":\"1\","
     "\"code\":"
     "[{\"system\":\"urn:s\",\"code\":\"T1\"}]}]}},{\"resource\":{\"resourceType\":\"QuestionnaireResponse\","
     "\"questionnaire\":\"urn:q|2\",\"status\":\"in-progress\",\"item\":[" ANSWER(
         "1", "\"valueString\":\"stiff neck\"") "]}}]}",
     "{\"text\":\"stiff neck\"}"},
    /* a Questionnaire without an address, and a response that names none: they belong together */
    {"{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Questionnaire\",\"item\":"
     "[" CODED_ITEM "]}},{\"resource\":{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"urn:"
     "q\",\"status\":\"completed\","
     "\"item\":[" ANSWER("1", "\"valueString\":\"stiff neck\"") "]}}]}",
     "{\"text\":\"stiff neck\"}"},
    {"{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Questionnaire\",\"url\":"
     "\"urn:q\","
     "\"item\":[" CODED_ITEM
     "]}},{\"resource\":" RESPONSE(ANSWER("1", "\"valueString\":\"stiff neck\"")) "}]}",
     "{\"text\":\"stiff neck\"}"},
    /* what else is contained, and what is no item and no code there, is passed over */
    {HEAD "\"contained\":[7,{\"resourceType\":\"Patient\",\"item\":[" OTHER_ITEM "]},{\"resourceType\":"
          "\"Questionnaire\",\"item\":[7," CODED_ITEM
          "]}],\"item\":[" ANSWER("1", "\"valueString\":\"stiff neck\"") "]}",
     "{\"text\":\"stiff neck\"}"},
    /* a coding of words alone says these */
    {RESPONSE(ANSWER("say", "\"valueCoding\":{\"display\":\"stiff neck\"}")), "{\"text\":\"stiff neck\"}"},
    {RESPONSE(ANSWER("fever", "\"valueString\":\"unknown\"")), "{}"},
    /* the response's own id, unless an item gives one */
    {HEAD "\"id\":\"r1\"}", "{\"id\":\"r1\"}"},
    {HEAD "\"id\":\"r1\",\"item\":[" ANSWER("number", "\"valueString\":\"p7\"") "]}", "{\"id\":\"p7\"}"},
};

static void test_fhir_answers(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    for (size_t i = 0; i < COUNT_OF(FHIR); i++) same(map, FHIR[i].form, FHIR[i].record);
    tpt_form_map_free(map);
}

static const struct {
    const char *form, *record;
} FLAT[] = {
    {"{}", "{}"},
    {"{\"say\":\"stiff neck\",\"more\":\"\",\"fever\":null}", "{\"text\":\"stiff neck\"}"},
    {"{\"fever\":true}", "{\"findings\":{\"fever\":true}}"},
    {"{\"fever\":\"N\"}", "{\"findings\":{\"fever\":false}}"},
    {"{\"box\":false}", "{}"},
    {"{\"age\":44,\"sex\":\"F\",\"temp\":\"38.5\"}",
     "{\"age\":44,\"sex\":\"female\",\"temperature_c\":38.5}"},
    {"{\"where\":[\"neck\",\"LK\"]}",
     "{\"sites\":[{\"site\":\"neck\"},{\"site\":\"knee\",\"side\":\"left\"}]}"},
    {"{\"where\":\"neck\",\"side\":\"left\"}", "{\"sites\":[{\"site\":\"neck\",\"side\":\"left\"}]}"},
    /* boxes: what is not ticked says nothing */
    {"{\"signs\":{\"stiff\":true,\"ill\":false}}",
     "{\"findings\":{\"neck_stiffness\":true,\"fever\":false}}"},
    {"{\"signs\":[\"stiff\"]}", "{\"findings\":{\"neck_stiffness\":true,\"fever\":false}}"},
    {"{\"signs\":{\"stiff\":null,\"ill\":\"\"}}", "{}"},
    {"{\"fever\":\"unknown\"}", "{}"},
    /* a choice with its label */
    {"{\"sex\":{\"value\":\"F\",\"label\":\"Female\"}}", "{\"sex\":\"female\"}"},
    /* rows of a grid, and panels */
    {"{\"places\":[{\"where\":\"neck\",\"side\":\"left\"},{\"where\":\"knee\",\"side\":\"right\"}]}",
     "{\"sites\":[{\"site\":\"neck\",\"side\":\"left\"},{\"site\":\"knee\",\"side\":\"right\"}]}"},
    {"{\"where\":\"foot\",\"places\":[{\"where\":\"neck\",\"side\":\"left\"}]}",
     "{\"sites\":[{\"site\":\"foot\"},{\"site\":\"neck\",\"side\":\"left\"}]}"},
    /* a side of the whole form is that of the places without one */
    {"{\"places\":[{\"where\":\"neck\",\"side\":\"left\"}],\"where\":\"knee\",\"side\":\"right\"}",
     "{\"sites\":[{\"site\":\"neck\",\"side\":\"left\"},{\"site\":\"knee\",\"side\":\"right\"}]}"},
    {"{\"panel\":{\"inner\":{\"fever\":true}}}", "{\"findings\":{\"fever\":true}}"},
    /* Form.io */
    {"{\"data\":{\"say\":\"stiff "
     "neck\",\"age\":44},\"metadata\":{\"timezone\":\"x\"},\"state\":\"submitted\"}",
     "{\"text\":\"stiff neck\",\"age\":44}"},
};

static void test_flat_answers(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    for (size_t i = 0; i < COUNT_OF(FLAT); i++) same(map, FLAT[i].form, FLAT[i].record);
    tpt_form_map_free(map);
}

static void test_country_of_the_map(void **state) {
    (void)state;
    tpt_form_map *map = map_of("{\"country\":\"US\",\"items\":[{\"key\":\"land\",\"as\":\"country\"}]}");
    same(map, "{}", "{\"country\":\"US\"}");
    same(map, "{\"land\":\"GB\"}", "{\"country\":\"GB\"}");
    tpt_form_map_free(map);
}

/* "data" wraps the answers of Form.io, unless it is the name of an item. */
static void test_an_item_named_data(void **state) {
    (void)state;
    tpt_form_map *map =
        map_of("{\"items\":[{\"key\":\"fever\",\"finding\":\"fever\"},{\"key\":\"data\",\"answers\":[{"
               "\"answer\":\"fever\",\"means\":{\"findings\":{\"rash\":true}}}]}]}");
    same(map, "{\"data\":{\"fever\":true}}", "{\"findings\":{\"rash\":true}}");
    tpt_form_map_free(map);
}

/* Words that stand for a code, in each place where words may stand. */
static const char WORDS[] =
    "{\"items\":["
    "{\"key\":\"say\",\"as\":\"text\",\"answers\":[{\"answer\":\"1\",\"is\":\"stiff neck\"}]},"
    "{\"key\":\"pills\",\"as\":\"medications\",\"answers\":[{\"answer\":\"1\",\"is\":\"warfarin\"}]},"
    "{\"key\":\"past\",\"as\":\"history\",\"answers\":[{\"answer\":\"1\",\"is\":\"osteoporosis\"}]},"
    "{\"key\":\"land\",\"as\":\"country\",\"answers\":[{\"answer\":\"1\",\"is\":\"GB\"},{\"answer\":\"2\","
    "\"is\":"
    "\"Narnia\"}]},"
    "{\"key\":\"number\",\"as\":\"id\",\"answers\":[{\"answer\":\"1\",\"is\":\"p7\"}]},"
    "{\"key\":\"visit\",\"answers\":[{\"answer\":\"1\",\"means\":{\"id\":\"p8\",\"history\":[\"asthma\","
    "\"gout\"],"
    "\"medications\":[\"statin\",\"warfarin\"],\"sites\":[{\"site\":\"neck\"}]}}]}]}";

static const struct {
    const char *form, *record;
} CODES_FOR_WORDS[] = {
    {"{\"say\":1}", "{\"text\":\"stiff neck\"}"},
    {"{\"say\":\"1\",\"pills\":[\"1\",\"ibuprofen\"]}",
     "{\"text\":\"stiff neck\",\"medications\":[\"warfarin\",\"ibuprofen\"]}"},
    {"{\"past\":{\"1\":true}}", "{\"history\":[\"osteoporosis\"]}"},
    {"{\"land\":1}", "{\"country\":\"GB\"}"},
    {"{\"number\":1}", "{\"id\":\"p7\"}"},
    {"{\"number\":\"2\"}", "{\"id\":\"2\"}"},
    {"{\"visit\":1}", "{\"id\":\"p8\",\"history\":[\"asthma\",\"gout\"],\"medications\":[\"statin\","
                      "\"warfarin\"],\"sites\":[{\"site\":\"neck\"}]}"},
};

static void test_codes_for_words(void **state) {
    (void)state;
    tpt_form_map *map = map_of(WORDS);
    const tpt_result *result = NULL;
    for (size_t i = 0; i < COUNT_OF(CODES_FOR_WORDS); i++)
        same(map, CODES_FOR_WORDS[i].form, CODES_FOR_WORDS[i].record);
    /* no country, whatever the map takes it for */
    assert_int_equal(tpt_session_triage_form(session, map, "{\"land\":2}", TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    assert_int_equal(tpt_result_unmapped_count(result), 1);
    assert_string_equal(tpt_result_unmapped(result, 0), "land");
    tpt_form_map_free(map);
}

/* ---- Answers without a meaning ---- */

static const struct {
    const char *form;
    size_t count;
    const char *first;
} UNMAPPED[] = {
    {RESPONSE(ANSWER("q9", "\"valueBoolean\":true")), 1, "q9"},
    {RESPONSE("{\"linkId\":\"q9\"}"), 0, NULL}, /* not answered */
    {RESPONSE(ANSWER("q9", "\"valueBoolean\":true") "," ANSWER("q9", "\"valueInteger\":1")), 2, "q9"},
    {RESPONSE(ANSWER("news", "\"valueReference\":{\"reference\":\"x\"}")), 0, NULL},
    {RESPONSE(ANSWER("say", "\"valueAttachment\":{\"url\":\"x\"}")), 1, "say"},
    {RESPONSE(ANSWER("where", "\"valueCoding\":{\"code\":\"earlobe\"}")), 1, "where"},
    {RESPONSE(ANSWER("fever", "\"valueCoding\":{\"code\":\"perhaps\"}")), 1, "fever"},
    {RESPONSE(ANSWER("age", "\"valueString\":\"about forty\"")), 1, "age"},
    {RESPONSE(ANSWER("land", "\"valueString\":\"Narnia\"")), 1, "land"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":{\"value\":311,\"code\":\"K\"}")), 1, "temp"},
    {RESPONSE(ANSWER("since", "\"valueQuantity\":{\"value\":3,\"unit\":\"d\",\"comparator\":\"<\"}")), 1,
     "since"},
    {RESPONSE(ANSWER("side", "\"valueString\":\"left\"")), 1, "side"}, /* of no place */
    {RESPONSE(ANSWER("signs", "\"valueCoding\":{\"code\":\"other\"}")), 1, "signs"},
    /* the same code of another system */
    {RESPONSE(ANSWER("signs", "\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"386661006\"}")), 1, "signs"},
    /* the code of another Questionnaire's item */
    {"{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Questionnaire\",\"url\":"
     "\"urn:other\","
     "\"item\":[{\"linkId\":\"1\",\"code\":[{\"system\":\"urn:s\",\"code\":\"T1\"}]}]}},{\"resource\":{"
     "\"resourceType\":"
     "\"QuestionnaireResponse\",\"questionnaire\":\"urn:q\",\"status\":\"completed\",\"item\":[" ANSWER(
         "1", "\"valueString\":\"stiff neck\"") "]}}]}",
     1, "1"},
    {"{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Questionnaire\",\"url\":"
     "\"urn:p\",\"item\":[" CODED_ITEM
     "]}},{\"resource\":{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"urn:q|2\",\"status\":"
     "\"completed\",\"item\":[" ANSWER("1", "\"valueString\":\"stiff neck\"") "]}}]}",
     1, "1"},
    {"{\"q9\":1,\"a\":{\"b\":[true,false]}}", 3, "q9"},
    {"{\"signs\":{\"stiff\":\"text\"}}", 1, "signs.stiff"},
    {"{\"signs\":{\"value\":{\"stiff\":true}}}", 1, "signs.value"},
    {"{\"signs\":\"386661006\"}", 1, "signs"}, /* of a system that a flat form cannot name */
    {"{\"data\":\"stiff neck\",\"fever\":true}", 1, "data"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":{\"unit\":\"Cel\"}")), 1, "temp"},
    {RESPONSE(ANSWER("say", "\"valueCoding\":{}")), 1, "say"},
    {RESPONSE(ANSWER("q9", "\"valueAttachment\":{\"url\":\"x\"}")), 1, "q9"},
    {HEAD "\"contained\":[{\"resourceType\":\"Questionnaire\",\"item\":[" OTHER_ITEM
          "]}],\"item\":[" ANSWER("1", "\"valueString\":\"stiff neck\"") "]}",
     1, "1"},
};

static void test_unmapped_answers(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    const tpt_result *result = NULL;
    for (size_t i = 0; i < COUNT_OF(UNMAPPED); i++) {
        assert_int_equal(
            tpt_session_triage_form(session, map, UNMAPPED[i].form, TPT_NUL_TERMINATED, &result, NULL),
            TPT_OK);
        if (tpt_result_unmapped_count(result) != UNMAPPED[i].count) fail_msg("%s", UNMAPPED[i].form);
        if (UNMAPPED[i].first) assert_string_equal(tpt_result_unmapped(result, 0), UNMAPPED[i].first);
        else assert_null(tpt_result_unmapped(result, 0));
    }
    tpt_form_map_free(map);
}

/* All are counted, the first sixteen items are named. */
static void test_many_unmapped_answers(void **state) {
    (void)state;
    char form[4000] = "{", *at = form + 1, *json;
    tpt_form_map *map = map_of(MAP);
    for (int i = 0; i < 100; i++) at += sprintf(at, "%s\"q%d\":1", i ? "," : "", i);
    strcpy(at, "}");
    json = form_json(map, form);
    assert_non_null(strstr(json, "\"unmapped_count\":100,\"unmapped\":[\"q0\","));
    assert_non_null(strstr(json, "\"q15\"]"));
    free(json);
    tpt_form_map_free(map);
}

/* ---- Bad forms ---- */

static const struct {
    const char *form;
    tpt_status status;
    const char *pointer, *message;
} BAD_FORMS[] = {
    {"", TPT_E_JSON, "", "ends too early"},
    {"[]", TPT_E_INPUT, "", "one JSON object"},
    {"\"x\"", TPT_E_INPUT, "", "one JSON object"},
    {"{\"a\":1,\"a\":2}", TPT_E_JSON, "", "twice"},
    {"{\"say\":\"a\\u0000b\"}", TPT_E_JSON, "", "u0000"},
    {"{\"resourceType\":\"Patient\"}", TPT_E_INPUT, "", "QuestionnaireResponse"},
    {"{\"resourceType\":7}", TPT_E_INPUT, "", "QuestionnaireResponse"},
    {"{\"resourceType\":\"QuestionnaireResponse\"}", TPT_E_INPUT, "", "status"},
    {"{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"entered-in-error\"}", TPT_E_INPUT, "/status",
     "entered in error"},
    {"{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"final\"}", TPT_E_INPUT, "/status", "amended"},
    {"{\"resourceType\":\"QuestionnaireResponse\",\"status\":1}", TPT_E_INPUT, "/status", "amended"},
    {HEAD "\"modifierExtension\":[]}", TPT_E_INPUT, "/modifierExtension", "modifier"},
    {HEAD "\"implicitRules\":\"x\"}", TPT_E_INPUT, "/implicitRules", "modifier"},
    {RESPONSE("{\"linkId\":\"fever\",\"modifierExtension\":[]}"), TPT_E_INPUT, "/item/0/modifierExtension",
     "modifier"},
    {HEAD "\"item\":{}}", TPT_E_INPUT, "/item", "list"},
    {RESPONSE("7"), TPT_E_INPUT, "/item/0", "object"},
    {RESPONSE("{}"), TPT_E_INPUT, "/item/0", "linkId"},
    {RESPONSE("{\"linkId\":\"\"}"), TPT_E_INPUT, "/item/0", "linkId"},
    {RESPONSE("{\"linkId\":\"a\",\"answer\":{}}"), TPT_E_INPUT, "/item/0/answer", "list"},
    {RESPONSE("{\"linkId\":\"a\",\"answer\":[1]}"), TPT_E_INPUT, "/item/0/answer/0", "object"},
    {RESPONSE(ANSWER("fever", "\"valueBoolean\":\"true\"")), TPT_E_INPUT, "/item/0/answer/0/valueBoolean",
     "true or false"},
    {RESPONSE(ANSWER("age", "\"valueInteger\":\"4\"")), TPT_E_INPUT, "/item/0/answer/0/valueInteger",
     "number"},
    {RESPONSE(ANSWER("say", "\"valueString\":4")), TPT_E_INPUT, "/item/0/answer/0/valueString", "string"},
    {RESPONSE(ANSWER("say", "\"valueCoding\":4")), TPT_E_INPUT, "/item/0/answer/0/valueCoding", "object"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":4")), TPT_E_INPUT, "/item/0/answer/0/valueQuantity",
     "object"},
    {RESPONSE(ANSWER("temp", "\"valueQuantity\":{\"value\":\"4\"}")), TPT_E_INPUT,
     "/item/0/answer/0/valueQuantity/value", "number"},
    {RESPONSE(ANSWER("age", "\"valueInteger\":444")), TPT_E_INPUT, "/item/0/answer/0/valueInteger",
     "out of range"},
    {RESPONSE(ANSWER("weeks", "\"valueInteger\":9000000000000")), TPT_E_INPUT,
     "/item/0/answer/0/valueInteger", "out of range"},
    {RESPONSE(ANSWER("age", "\"valueInteger\":44") "," ANSWER("age", "\"valueInteger\":45")), TPT_E_INPUT,
     "/item/1/answer/0/valueInteger", "two answers"},
    {"{\"age\":44,\"signs\":[\"ill\"]}", TPT_E_INPUT, "/signs/0", "two answers"},
    {"{\"age\":444}", TPT_E_INPUT, "/age", "out of range"},
    {"{\"resourceType\":\"Bundle\"}", TPT_E_INPUT, "", "no QuestionnaireResponse"},
    {"{\"resourceType\":\"Bundle\",\"entry\":[7]}", TPT_E_INPUT, "/entry/0", "object"},
    {"{\"resourceType\":\"Bundle\",\"entry\":[{},{\"resource\":[]}]}", TPT_E_INPUT, "",
     "no QuestionnaireResponse"},
    {"{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" RESPONSE("") "},{\"resource\":" RESPONSE(
         "") "}]}",
     TPT_E_INPUT, "/entry/1/resource", "several"},
};

static void test_bad_forms(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    const tpt_result *result = NULL;
    for (size_t i = 0; i < COUNT_OF(BAD_FORMS); i++) {
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        tpt_status status =
            tpt_session_triage_form(session, map, BAD_FORMS[i].form, TPT_NUL_TERMINATED, &result, &error);
        if (status != BAD_FORMS[i].status || status != error.code ||
            strcmp(error.pointer, BAD_FORMS[i].pointer) != 0 || !strstr(error.message, BAD_FORMS[i].message))
            fail_msg("%s: %d %s: %s", BAD_FORMS[i].form, (int)status, error.pointer, error.message);
        assert_true(error.line == 1 && error.column >= 1);
    }
    assert_null(result);
    tpt_form_map_free(map);
}

static void test_half_a_form(void **state) {
    (void)state;
    static const char form[] =
        RESPONSE("{\"linkId\":\"where\",\"answer\":[{\"valueCoding\":{\"code\":\"neck\"},\"item\":[" ANSWER(
            "side", "\"valueString\":\"left\"") "]}]}");
    tpt_form_map *map = map_of(MAP);
    const tpt_result *result = NULL;
    for (size_t len = 0; len < sizeof form - 1; len++)
        assert_int_equal(tpt_session_triage_form(session, map, form, len, &result, NULL), TPT_E_JSON);
    assert_int_equal(tpt_session_triage_form(session, map, form, sizeof form - 1, &result, NULL), TPT_OK);
    tpt_form_map_free(map);
}

/* `depth` groups within each other; the caller frees. */
static char *nested(const char *open, const char *close, int depth) {
    char *form = malloc((size_t)depth * (strlen(open) + strlen(close)) + 200), *at = form;
    at += sprintf(at, HEAD "\"item\":[");
    for (int i = 0; i < depth; i++) at += sprintf(at, "%s", open);
    at += sprintf(at, ANSWER("fever", "\"valueBoolean\":true"));
    for (int i = 0; i < depth; i++) at += sprintf(at, "%s", close);
    strcpy(at, "]}");
    return form;
}

static void test_deep_forms(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    const tpt_result *result = NULL;
    char *deep = nested("{\"linkId\":\"g\",\"item\":[", "]}", 1000),
         *fair = nested("{\"linkId\":\"g\",\"item\":[", "]}", 50);
    char *answers = nested("{\"linkId\":\"g\",\"answer\":[{\"item\":[", "]}]}", 25);
    assert_int_equal(tpt_session_triage_form(session, map, deep, TPT_NUL_TERMINATED, &result, NULL),
                     TPT_E_JSON);
    same(map, fair, "{\"findings\":{\"fever\":true}}");
    same(map, answers, "{\"findings\":{\"fever\":true}}");
    free(deep);
    free(fair);
    free(answers);
    tpt_form_map_free(map);
}

/* ---- Bad maps ---- */

static const struct {
    const char *map;
    tpt_status status;
    const char *pointer, *message, *hint;
} BAD_MAPS[] = {
    {"{", TPT_E_JSON, "", "ends too early", ""},
    {"[]", TPT_E_SCHEMA, "", "object", ""},
    {"{}", TPT_E_SCHEMA, "", "items", ""},
    {"{\"itens\":[]}", TPT_E_SCHEMA, "/itens", "unknown key", "did you mean \"items\"?"},
    {"{\"items\":{}}", TPT_E_SCHEMA, "/items", "list", ""},
    {"{\"items\":[],\"country\":\"GBR\"}", TPT_E_SCHEMA, "/country", "two letters", ""},
    {"{\"items\":[7]}", TPT_E_SCHEMA, "/items/0", "object", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"text\",\"units\":[{\"unit\":\"x\"}]}]}", TPT_E_SCHEMA,
     "/items/0/units/0", "another fact", ""},
    {"{\"items\":[{\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0", "one of", ""},
    {"{\"items\":[{\"key\":\"a\",\"linkId\":\"b\",\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0", "one of",
     ""},
    {"{\"items\":[{\"key\":\"a\"}]}", TPT_E_SCHEMA, "/items/0", "one of", ""},
    {"{\"items\":[{\"key\":7,\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0/key", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"test\"}]}", TPT_E_SCHEMA, "/items/0/as", "text", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"text\",\"finding\":\"fever\"}]}", TPT_E_SCHEMA, "/items/0",
     "one of", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"text\"},{\"linkId\":\"a\",\"as\":\"text\"}]}", TPT_E_SCHEMA,
     "/items/1", "two entries", ""},
    {"{\"items\":[{\"key\":\"a\",\"finding\":\"fevr\"}]}", TPT_E_REFERENCE, "/items/0/finding", "no finding",
     "did you mean \"fever\"?"},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"agee\"}]}", TPT_E_REFERENCE, "/items/0/fact", "no fact",
     "did you mean \"age\"?"},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"duration_day\"}]}", TPT_E_REFERENCE, "/items/0/fact", "no fact",
     "did you mean \"duration_days\"?"},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"num\":0}]}", TPT_E_SCHEMA, "/items/0/num", "from 1", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"add\":\"x\"}]}", TPT_E_SCHEMA, "/items/0/add", "number",
     ""},
    {"{\"items\":[{\"key\":\"a\",\"finding\":\"fever\",\"false\":true}]}", TPT_E_SCHEMA, "/items/0/false",
     "unknown", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"units\":[{}]}]}", TPT_E_SCHEMA, "/items/0/units/0",
     "unit", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"units\":[{\"unit\":\"a\",\"fact\":\"sex\"}]}]}",
     TPT_E_SCHEMA, "/items/0/units/0", "another fact", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"is\":true}]}]}", TPT_E_SCHEMA, "/items/0/answers/0",
     "answer", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\"}]}]}", TPT_E_SCHEMA, "/items/0/answers/0",
     "means", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"is\":true}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0/is", "means something", ""},
    {"{\"items\":[{\"key\":\"a\",\"finding\":\"fever\",\"answers\":[{\"answer\":\"x\",\"is\":\"yes\"}]}]}",
     TPT_E_SCHEMA, "/items/0/answers/0/is", "true, false", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"site\",\"answers\":[{\"answer\":\"x\",\"is\":\"nekc\"}]}]}",
     TPT_E_REFERENCE, "/items/0/answers/0/is", "no site", "did you mean \"neck\"?"},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"side\",\"answers\":[{\"answer\":\"x\",\"is\":\"up\"}]}]}",
     TPT_E_SCHEMA, "/items/0/answers/0/is", "side", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"sex\",\"answers\":[{\"answer\":\"x\",\"is\":\"girl\"}]}]}",
     TPT_E_SCHEMA, "/items/0/answers/0/is", "codes", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"means\":{\"findings\":{\"fevr\":true}}}]}]"
     "}",
     TPT_E_REFERENCE, "/items/0/answers/0/means/findings/fevr", "no finding", "did you mean \"fever\"?"},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"means\":{\"sites\":[{\"site\":\"nekc\"}]}}]"
     "}]}",
     TPT_E_REFERENCE, "/items/0/answers/0/means/sites/0", "no site", "did you mean \"neck\"?"},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"means\":{\"aeg\":4}}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0/means/aeg", "unknown key", ""},
    {"{\"answers\":[{\"answer\":\"x\",\"is\":true}]}", TPT_E_SCHEMA, "/answers/0/is", "means something", ""},
    {"{\"items\":[],\"country\":7}", TPT_E_SCHEMA, "/country", "string", ""},
    {"{\"items\":[{\"linkId\":7,\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0/linkId", "string", ""},
    {"{\"items\":[{\"key\":\"\",\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0/key", "not empty", ""},
    {"{\"items\":[{\"code\":7,\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0/code", "string", ""},
    {"{\"items\":[{\"code\":\"a\",\"system\":7,\"as\":\"text\"}]}", TPT_E_SCHEMA, "/items/0/system", "string",
     ""},
    {"{\"items\":[{\"code\":\"a\",\"as\":\"text\"},{\"code\":\"a\",\"as\":\"text\"}]}", TPT_E_SCHEMA,
     "/items/1", "two entries", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":7}]}", TPT_E_SCHEMA, "/items/0/as", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"finding\":7}]}", TPT_E_SCHEMA, "/items/0/finding", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"finding\":\"quite_another_thing\"}]}", TPT_E_REFERENCE, "/items/0/finding",
     "no finding", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":7}]}", TPT_E_SCHEMA, "/items/0/fact", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"num\":\"7\"}]}", TPT_E_SCHEMA, "/items/0/num",
     "whole number", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"num\":1.5}]}", TPT_E_SCHEMA, "/items/0/num",
     "whole number", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"num\":1000001}]}", TPT_E_SCHEMA, "/items/0/num",
     "to 1000000", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"den\":0}]}", TPT_E_SCHEMA, "/items/0/den", "from 1", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"add\":1000001}]}", TPT_E_SCHEMA, "/items/0/add", "number",
     ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"add\":-1000001}]}", TPT_E_SCHEMA, "/items/0/add",
     "number", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"units\":7}]}", TPT_E_SCHEMA, "/items/0/units", "list",
     ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"units\":[7]}]}", TPT_E_SCHEMA, "/items/0/units/0",
     "object", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"units\":[{\"unit\":7}]}]}", TPT_E_SCHEMA,
     "/items/0/units/0/unit", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"fact\":\"age\",\"units\":[{\"unit\":\"a\",\"fact\":\"agee\"}]}]}",
     TPT_E_REFERENCE, "/items/0/units/0/fact", "no fact", "did you mean \"age\"?"},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"text\",\"answers\":[{\"answer\":7,\"is\":\"x\"}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0/answer", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"text\",\"answers\":[{\"answer\":\"x\",\"system\":7,\"is\":\"x\"}]}]"
     "}",
     TPT_E_SCHEMA, "/items/0/answers/0/system", "string", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"text\",\"answers\":[{\"answer\":\"x\",\"is\":true}]}]}",
     TPT_E_SCHEMA, "/items/0/answers/0/is", "words", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"ignore\",\"answers\":[{\"answer\":\"x\",\"is\":\"x\"}]}]}",
     TPT_E_SCHEMA, "/items/0/answers/0/is", "means something", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"site\",\"answers\":[{\"answer\":\"x\",\"is\":7}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0/is", "a site", ""},
    {"{\"items\":[{\"key\":\"a\",\"as\":\"side\",\"answers\":[{\"answer\":\"x\",\"is\":7}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0/is", "a side", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"is\":true,\"means\":{}}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0", "either", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"means\":{\"sites\":[{\"site\":\"neck\","
     "\"side\":\"up\"}]}}]}]}",
     TPT_E_SCHEMA, "/items/0/answers/0/means/sites/0", "left, right or both", ""},
    {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"means\":{\"expect\":{}}}]}]}", TPT_E_SCHEMA,
     "/items/0/answers/0/means/expect", "case files", ""},
};

static void test_bad_maps(void **state) {
    (void)state;
    tpt_form_map *map = NULL;
    for (size_t i = 0; i < COUNT_OF(BAD_MAPS); i++) {
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        tpt_status status = tpt_form_map_new(&map, rules, BAD_MAPS[i].map, TPT_NUL_TERMINATED, NULL, &error);
        if (status != BAD_MAPS[i].status || status != error.code ||
            strcmp(error.pointer, BAD_MAPS[i].pointer) != 0 || !strstr(error.message, BAD_MAPS[i].message) ||
            strcmp(error.hint, BAD_MAPS[i].hint) != 0)
            fail_msg("%s: %d %s: %s (%s)", BAD_MAPS[i].map, (int)status, error.pointer, error.message,
                     error.hint);
        assert_true(error.line == 1 && error.column >= 1);
        assert_null(map);
        assert_int_equal(tpt_form_map_new(&map, rules, BAD_MAPS[i].map, TPT_NUL_TERMINATED, NULL, NULL),
                         status);
    }
}

/* An id that was retired: since when, and what to use instead. */
static void test_retired_ids_in_maps(void **state) {
    (void)state;
    static const struct {
        const char *map, *hint;
    } cases[] = {
        {"{\"items\":[{\"key\":\"a\",\"finding\":\"head_pain\"}]}",
         "it was retired in version 0.9.0; use headache"},
        {"{\"items\":[{\"key\":\"a\",\"answers\":[{\"answer\":\"x\",\"means\":{\"findings\":{\"dizzy\":true}}"
         "}]}]}",
         "it was retired in version 1.0.0; nothing takes its place"},
    };
    tiny_pack pack = tiny();
    tiny_set(&pack, "findings/retired.json",
             "{\"findings\":[{\"id\":\"head_pain\",\"retired\":\"0.9.0\",\"instead\":\"headache\"},"
             "{\"id\":\"dizzy\",\"retired\":\"1.0.0\"}]}");
    tpt_ruleset *small = tiny_rules_with(&pack, NULL);
    tpt_form_map *map = NULL;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
        assert_int_equal(tpt_form_map_new(&map, small, cases[i].map, TPT_NUL_TERMINATED, NULL, &error),
                         TPT_E_REFERENCE);
        assert_string_equal(error.hint, cases[i].hint);
        assert_int_equal(tpt_form_map_new(&map, small, cases[i].map, TPT_NUL_TERMINATED, NULL, NULL),
                         TPT_E_REFERENCE);
    }
    assert_null(map);
    tpt_ruleset_free(small);
}

/* A map is no longer than a text may be by the options of its ruleset. */
static void test_long_maps(void **state) {
    (void)state;
    static const char json[] = "{\"items\":[{\"key\":\"a\",\"finding\":\"headache\"}]}";
    tiny_pack pack = tiny();
    tpt_options options = TPT_OPTIONS_INIT;
    tpt_form_map *map = NULL;
    tpt_error error = {TPT_OK, 0, 0, "", "", "", ""};
    options.max_text_bytes = strlen(json);
    tpt_ruleset *fits = tiny_rules_with(&pack, &options);
    options.max_text_bytes--;
    tpt_ruleset *tight = tiny_rules_with(&pack, &options);
    assert_int_equal(tpt_form_map_new(&map, tight, json, TPT_NUL_TERMINATED, NULL, &error), TPT_E_TOO_LONG);
    assert_null(map);
    assert_int_equal(error.code, TPT_E_TOO_LONG);
    assert_int_equal(tpt_form_map_new(&map, fits, json, TPT_NUL_TERMINATED, NULL, NULL), TPT_OK);
    tpt_form_map_free(map);
    assert_int_equal(tpt_form_map_new(&map, tight, NULL, 0, NULL, NULL), TPT_OK); /* its own has no limit */
    tpt_form_map_free(map);
    tpt_ruleset_free(tight);
    tpt_ruleset_free(fits);
}

/* Every byte of a map and of a form, changed to one that means something in JSON: no crash, and no result from an error. */
static void test_spoilt_bytes(void **state) {
    (void)state;
    static const char signs[] = "{}[]\",:0\\n";
    tpt_form_map *map = map_of(MAP);
    size_t refused = 0, form_at = 41;
    for (size_t i = 0; i < strlen(MAP); i++) {
        tpt_form_map *spoilt = NULL;
        char text[sizeof MAP];
        memcpy(text, MAP, sizeof MAP);
        text[i] = signs[i % (sizeof signs - 1)];
        refused += tpt_form_map_new(&spoilt, rules, text, TPT_NUL_TERMINATED, NULL, NULL) != TPT_OK;
        tpt_form_map_free(spoilt);
    }
    for (size_t i = 0; i < strlen(FHIR[form_at].form) * (sizeof signs - 1); i++) {
        const tpt_result *result = NULL;
        char text[2000];
        snprintf(text, sizeof text, "%s", FHIR[form_at].form);
        text[i / (sizeof signs - 1)] = signs[i % (sizeof signs - 1)];
        tpt_status status = tpt_session_triage_form(session, map, text, TPT_NUL_TERMINATED, &result, NULL);
        assert_true((status == TPT_OK) == (result != NULL));
        refused += status != TPT_OK;
    }
    assert_true(refused > strlen(MAP) / 2);
    tpt_form_map_free(map);
}

static void test_misuse(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP), *none = NULL;
    tpt_ruleset *others = tiny_rules();
    tpt_session *elsewhere = new_session(others, NULL);
    const tpt_result *result = NULL;
    size_t len = 0;
    assert_int_equal(tpt_form_map_new(NULL, rules, "{}", 2, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_form_map_new(&none, NULL, "{}", 2, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_form(session, NULL, "{}", 2, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_form(session, map, NULL, 0, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_form(session, map, "{}", 2, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_form(NULL, map, "{}", 2, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_session_triage_form(elsewhere, map, "{}", 2, &result, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_write_questionnaire(NULL, refuse, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_write_questionnaire(rules, NULL, NULL), TPT_E_ARGUMENT);
    assert_int_equal(tpt_ruleset_write_questionnaire(rules, refuse, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_ruleset_write_form_map(rules, refuse, NULL), TPT_E_WRITE);
    assert_int_equal(tpt_result_write_fhir(NULL, refuse, &len), TPT_E_ARGUMENT);
    tpt_form_map_free(NULL);
    tpt_form_map_free(map);
    tpt_session_free(elsewhere);
    tpt_ruleset_free(others);
}

/* ---- The form that the pack asks for: answered by chance, as a record would say it ---- */

typedef struct script {
    tpt__json json; /* the Questionnaire */
    uint32_t chance;
    tpt__buf form, findings, facts, sites;
    const char *text;
} script;

static uint32_t draw(script *s, uint32_t below) {
    s->chance = s->chance * 1664525u + 1013904223u;
    return (s->chance >> 8) % below;
}

static const char *string_in(const script *s, const tpt__json_node *item, const char *key) {
    const tpt__json_node *node = tpt__json_member(&s->json, item, key);
    return node ? node->text : "";
}

/* One of the codes that an item offers. */
static const char *pick_code(script *s, const tpt__json_node *item) {
    const tpt__json_node *options = tpt__json_member(&s->json, item, "answerOption"), *option;
    uint32_t count = 0;
    for (option = tpt__json_first(&s->json, options); option; option = tpt__json_next(&s->json, option))
        count++;
    uint32_t at = draw(s, count);
    for (option = tpt__json_first(&s->json, options); at; at--) option = tpt__json_next(&s->json, option);
    return string_in(s, tpt__json_member(&s->json, option, "valueCoding"), "code");
}

static void add_member(tpt__buf *out, const char *key, const char *value) {
    if (out->len) tpt__buf_add_string(out, ",");
    tpt__buf_add_string(out, "\"");
    tpt__buf_add_string(out, key);
    tpt__buf_add_string(out, "\":");
    tpt__buf_add_string(out, value);
}

static void add_answer(script *s, const char *link, const char *type, const char *value) {
    tpt__buf *out = &s->form;
    tpt__buf_add_string(out, "{\"linkId\":\"");
    tpt__buf_add_string(out, link);
    tpt__buf_add_string(out, "\",\"answer\":[{\"");
    tpt__buf_add_string(out, type);
    tpt__buf_add_string(out, "\":");
    tpt__buf_add_string(out, value);
    tpt__buf_add_string(out, "}]},");
}

static void answer_site(script *s, const tpt__json_node *item, const tpt__json_node *side) {
    char text[120];
    const char *site = pick_code(s, item), *of_side = pick_code(s, side);
    snprintf(text, sizeof text, "{\"code\":\"%s\"}", site);
    add_answer(s, "site", "valueCoding", text);
    snprintf(text, sizeof text, "{\"code\":\"%s\"}", of_side);
    add_answer(s, "side", "valueCoding", text);
    snprintf(text, sizeof text, "%s{\"site\":\"%s\",\"side\":\"%s\"}", s->sites.len ? "," : "", site,
             of_side);
    tpt__buf_add_string(&s->sites, text);
}

static void answer_fact(script *s, const tpt__json_node *item, const char *type) {
    char text[120], value[60];
    const char *link = string_in(s, item, "linkId"), *key = link + strlen("fact.");
    if (strcmp(type, "choice") == 0) {
        const char *code = pick_code(s, item);
        snprintf(text, sizeof text, "{\"code\":\"%s\"}", code);
        snprintf(value, sizeof value, "\"%s\"", code);
        add_answer(s, link, "valueCoding", text);
        add_member(&s->facts, key, value);
        return;
    }
    const tpt__json_node *bound = tpt__json_first(&s->json, tpt__json_member(&s->json, item, "extension"));
    const tpt__json_node *upper = tpt__json_next(&s->json, bound);
    bool decimal = strcmp(type, "decimal") == 0;
    const char *name = decimal ? "valueDecimal" : "valueInteger";
    int low = atoi(string_in(s, bound, name)), high = atoi(string_in(s, upper, name));
    snprintf(value, sizeof value, "%d", low + (int)draw(s, (uint32_t)(high - low + 1)));
    add_answer(s, link, name, value);
    add_member(&s->facts, key, value);
}

static void answer_field(script *s, const tpt__json_node *item) {
    const char *link = string_in(s, item, "linkId"), *type = string_in(s, item, "type");
    const tpt__json_node *next = tpt__json_next(&s->json, item);
    if (draw(s, 3) == 0) return; /* not answered */
    if (strcmp(type, "boolean") == 0) {
        const char *value = draw(s, 4) == 0 ? "true" : "false";
        add_answer(s, link, "valueBoolean", value);
        add_member(&s->findings, link + strlen("finding."), value);
    } else if (strcmp(link, "site") == 0) {
        answer_site(s, item, next);
    } else if (strncmp(link, "fact.", 5) == 0) {
        answer_fact(s, item, type);
    } else if (strcmp(link, "text") == 0) {
        s->text = draw(s, 2) ? "stiff neck and headaches for two weeks" : "";
        char quoted[80];
        snprintf(quoted, sizeof quoted, "\"%s\"", s->text);
        if (*s->text) add_answer(s, link, "valueString", quoted);
    }
}

static void answer_items(script *s, const tpt__json_node *parent);

static void answer_item(script *s, const tpt__json_node *item) {
    if (strcmp(string_in(s, item, "type"), "group") != 0) {
        answer_field(s, item);
        return;
    }
    tpt__buf_add_string(&s->form, "{\"linkId\":\"");
    tpt__buf_add_string(&s->form, string_in(s, item, "linkId"));
    tpt__buf_add_string(&s->form, "\",\"item\":[");
    answer_items(s, item);
    tpt__buf_add_string(&s->form, "]},");
}

/* Ends a list that has a comma behind each element. */
static void answer_items(script *s, const tpt__json_node *parent) {
    const tpt__json_node *items = tpt__json_member(&s->json, parent, "item");
    for (const tpt__json_node *item = tpt__json_first(&s->json, items); item;
         item = tpt__json_next(&s->json, item)) {
        uint32_t times = strcmp(string_in(s, item, "linkId"), "places") == 0 ? 1 + draw(s, 2) : 1;
        while (times--) answer_item(s, item);
    }
    if (s->form.len && s->form.bytes[s->form.len - 1] == ',') s->form.bytes[--s->form.len] = '\0';
}

static bool add_bytes(const char *bytes, size_t len, void *context) {
    tpt__buf_add(context, bytes, len);
    return true;
}

static const char *record_of(script *s, tpt__arena *arena) {
    tpt__buf out = {.arena = arena};
    const char *parts[] = {"{\"text\":\"",
                           s->text,
                           "\",\"findings\":{",
                           tpt__buf_text(&s->findings),
                           "},\"sites\":[",
                           tpt__buf_text(&s->sites),
                           "]",
                           s->facts.len ? "," : "",
                           tpt__buf_text(&s->facts),
                           "}"};
    for (size_t i = 0; i < COUNT_OF(parts); i++) tpt__buf_add_string(&out, parts[i]);
    return tpt__buf_text(&out);
}

#define ROUNDS 60

static void test_own_form(void **state) {
    (void)state;
    tpt__arena arena;
    tpt_form_map *map = map_of(NULL);
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    tpt__buf questionnaire = {.arena = &arena};
    tpt__json json;
    assert_int_equal(tpt_ruleset_write_questionnaire(rules, add_bytes, &questionnaire), TPT_OK);
    assert_int_equal(tpt__json_parse(&arena, questionnaire.bytes, questionnaire.len, &json, NULL), TPT_OK);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        script s = {.json = json,
                    .chance = round,
                    .form = {.arena = &arena},
                    .findings = {.arena = &arena},
                    .facts = {.arena = &arena},
                    .sites = {.arena = &arena},
                    .text = ""};
        tpt__buf_add_string(&s.form, HEAD "\"item\":[");
        answer_items(&s, &json.items[0]);
        tpt__buf_add_string(&s.form, "]}");
        assert_true(s.findings.len > 1000 && s.facts.len > 100);
        same(map, tpt__buf_text(&s.form), record_of(&s, &arena));
    }
    tpt__arena_free(&arena);
    tpt_form_map_free(map);
}

/* The map that is written is the one that is taken where none is given. */
static void test_own_map(void **state) {
    (void)state;
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    tpt__buf text = {.arena = &arena};
    assert_int_equal(tpt_ruleset_write_form_map(rules, add_bytes, &text), TPT_OK);
    tpt_form_map *written = map_of(tpt__buf_text(&text)), *own = map_of(NULL);
    same(written, "{\"finding.fever\":true,\"fact.age\":60}", "{\"findings\":{\"fever\":true},\"age\":60}");
    same(own, "{\"finding.fever\":true,\"fact.age\":60}", "{\"findings\":{\"fever\":true},\"age\":60}");
    tpt_form_map_free(written);
    tpt_form_map_free(own);
    tpt__arena_free(&arena);
}

/* A tick without its context must not calm a warning; what the pack has no words for is not asked. */
static void test_what_a_form_asks(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    tiny_set(&pack, "flags/flags.json",
             "{\"flags\":[{\"id\":\"rash\",\"cause\":\"c\",\"title\":\"Rash\",\"advice\":\"Be seen.\","
             "\"levels\":[{\"level\":\"urgent\",\"when\":{\"finding\":\"rash\"}}],\"unless\":{\"finding\":"
             "\"cold_bench\"},"
             "\"question\":{\"id\":\"q_rash\",\"text\":\"A rash?\",\"could_change\":\"x\","
             "\"finding\":[\"rash\",\"cold_bench\"],\"fact\":[\"age\",\"duration\"]}}]}");
    tiny_set(&pack, "facts/facts.json",
             "{\"facts\":[{\"id\":\"age\",\"unit\":\"year\",\"min\":0,\"max\":120},"
             "{\"id\":\"duration\",\"unit\":\"minute\",\"min\":2000,\"max\":100000,\"inputs\":[{\"key\":"
             "\"duration_days\","
             "\"num\":1440,\"den\":1,\"ask\":{\"text\":\"How many days?\"}}]}]}");
    tpt_ruleset *small = tiny_rules_with(&pack, NULL);
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    tpt__buf out = {.arena = &arena};
    assert_int_equal(tpt_ruleset_write_questionnaire(small, add_bytes, &out), TPT_OK);
    const char *form = tpt__buf_text(&out);
    assert_non_null(strstr(form, "\"linkId\":\"question.q_rash\",\"text\":\"A rash?\",\"type\":\"group\""));
    assert_non_null(strstr(form, "\"linkId\":\"finding.rash\",\"text\":\"a rash\",\"type\":\"boolean\""));
    /* from 2000 minutes on: one day is too few */
    assert_non_null(strstr(form, "\"valueDecimal\":2},"));
    assert_non_null(strstr(form, "\"valueDecimal\":69}],\"linkId\":\"fact.duration_days\""));
    assert_non_null(strstr(form, "\"description\":\"Not a diagnosis.\""));
    assert_null(strstr(form, "cold_bench"));
    assert_null(strstr(form, "fact.age"));
    tpt__arena_free(&arena);
    tpt_ruleset_free(small);
}

/* An answer to choose that is no code of its fact. */
static void test_bad_ask(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    tpt_ruleset *none = NULL;
    tpt_error error;
    tiny_set(
        &pack, "facts/facts.json",
        "{\"facts\":[{\"id\":\"age\",\"unit\":\"year\",\"codes\":{\"old\":80},\"ask\":{\"text\":\"How old?\","
        "\"about\":\"person\",\"answers\":[{\"code\":\"old\",\"label\":\"Old\"},{\"code\":\"odl\",\"label\":"
        "\"?\"}]}}]}");
    assert_int_equal(tpt_ruleset_new_from_memory(&none, pack.files, pack.count, NULL, &error),
                     TPT_E_REFERENCE);
    assert_string_equal(error.pointer, "/facts/0/ask/answers/1");
    assert_non_null(strstr(error.message, "\"odl\""));
}

/* ---- Results as FHIR ---- */

static void test_fhir_result(void **state) {
    (void)state;
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    tpt_form_map *map = map_of(MAP);
    const tpt_result *result = NULL;
    tpt__buf out = {.arena = &arena}, again = {.arena = &arena};
    const char *form = HEAD "\"subject\":{\"reference\":\"Patient/9\"},\"item\":[" ANSWER(
        "say", "\"valueString\":\"numb between my legs, cannot pee\"") "]}";
    assert_int_equal(tpt_session_triage_form(session, map, form, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    assert_int_equal(tpt_result_write_fhir(result, add_bytes, &out), TPT_OK);
    assert_int_equal(tpt_result_write_fhir(result, add_bytes, &again), TPT_OK);
    assert_string_equal(tpt__buf_text(&out), tpt__buf_text(&again));
    assert_non_null(strstr(tpt__buf_text(&out), "\"subject\":{\"reference\":\"Patient/9\"}"));
    assert_non_null(strstr(tpt__buf_text(&out), "\"intent\":\"proposal\",\"priority\":\"stat\""));
    assert_non_null(strstr(tpt__buf_text(&out), "\"resourceType\":\"DetectedIssue\""));
    assert_null(strstr(tpt__buf_text(&out), "\"resourceType\":\"Condition\""));
    assert_int_equal(tpt_result_write_fhir(result, refuse, NULL), TPT_E_WRITE);
    tpt_form_map_free(map);
    tpt__arena_free(&arena);
}

#define CONDITION(id, codes, more)                                                                           \
    "{\"id\":\"" id "\",\"label\":\"L " id "\",\"plain\":\"\"," codes                                        \
    "\"groups\":[{\"items\":[{\"when\":{\"finding\":"                                                        \
    "\"headache\"},\"points\":60}]}]" more "}"
#define CODES(code) "\"icd10\":[\"" code "\"],"
#define SUBTYPE(id, codes)                                                                                   \
    ",\"subtypes\":[{\"id\":\"" id "\",\"label\":\"L " id "\"," codes                                        \
    "\"when\":{\"finding\":\"stiff_neck\"}}]"
#define CODED(id)                                                                                            \
    "{\"coding\":[{\"system\":\"urn:tptriage:tiny:condition\",\"code\":\"" id "\",\"display\":\"L " id "\"}"
#define ICD10(code) ",{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"" code "\"}"

/* By a pack of few words: what a text's Bundle holds, or does not. FHIR knows no empty strings. */
static const struct {
    const char *text, *part;
    bool has;
} FHIR_RESULTS[] = {
    /* no advice of its own for an ambulance: that of the level */
    {"can not pee", "\"note\":[{\"text\":\"emergency\"},{\"text\":\"advice for emergency\"}]", true},
    {"can not pee", "\"name\":\"ambulance\",\"valueBoolean\":true", true},
    {"rash", "\"priority\":\"asap\"", true},
    {"rash", "\"name\":\"ambulance\",\"valueBoolean\":false", true},
    {"blue sky", "\"status\":\"data-required\"", true},
    {"blue sky", "RequestGroup", false},
    /* codes: of the subtype that fits, or of its condition where it has none */
    {"headache", CODED("plain") "],\"text\":\"L plain\"}", true},
    {"headache", CODED("coded") ICD10("G44.2") "],", true},
    {"headache", CODED("inherits") ICD10("G43.0") "],", true},
    {"headache and stiff neck", CODED("coded.stiff") ICD10("G44.8") "],", true},
    {"headache and stiff neck", CODED("inherits.stiff") ICD10("G43.0") "],\"text\":\"L inherits.stiff\"}",
     true},
    /* a band that the pack has no word for has its code alone */
    {"headache",
     "\"qualitativeRisk\":{\"coding\":[{\"system\":\"urn:tptriage:tiny:band\",\"code\":\"likely\"}]}", true},
    {"headache", "rationale", false},
    {"headache", "\"\"", false},
    {"headache", "\"name\":\"id\",\"valueString\"", false},
};

static void test_fhir_of_a_bare_pack(void **state) {
    (void)state;
    tiny_pack pack = tiny();
    tiny_set(&pack, "conditions/conditions.json",
             "{\"conditions\":[" CONDITION("plain", "", "") "," CONDITION(
                 "coded", CODES("G44.2"),
                 SUBTYPE("coded.stiff", CODES("G44.8"))) "," CONDITION("inherits", CODES("G43.0"),
                                                                       SUBTYPE("inherits.stiff", "")) "]}");
    tiny_set(&pack, "urgency/words.json",
             "{\"wording\":{\"likely\":\"\"},\"disclaimer\":{\"short\":\"\",\"long\":\"\"}}");
    tpt_ruleset *small = tiny_rules_with(&pack, NULL);
    tpt_session *own = new_session(small, NULL);
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    for (size_t i = 0; i < COUNT_OF(FHIR_RESULTS); i++) {
        const tpt_result *result = NULL;
        tpt__buf out = {.arena = &arena};
        assert_int_equal(
            tpt_session_triage_text(own, FHIR_RESULTS[i].text, TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
        assert_int_equal(tpt_result_write_fhir(result, add_bytes, &out), TPT_OK);
        if ((strstr(tpt__buf_text(&out), FHIR_RESULTS[i].part) != NULL) != FHIR_RESULTS[i].has)
            fail_msg("%s: %s\n%s", FHIR_RESULTS[i].text, FHIR_RESULTS[i].part, tpt__buf_text(&out));
    }
    tpt__buf form = {.arena = &arena};
    assert_int_equal(tpt_ruleset_write_questionnaire(small, add_bytes, &form), TPT_OK);
    assert_null(strstr(tpt__buf_text(&form), "\"description\""));
    tpt__arena_free(&arena);
    tpt_session_free(own);
    tpt_ruleset_free(small);
}

/* An ambulance has advice of its own. */
static void test_fhir_of_an_ambulance(void **state) {
    (void)state;
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    const tpt_result *result = NULL;
    tpt__buf out = {.arena = &arena};
    assert_int_equal(tpt_session_triage_text(session, "crushing chest pain, sweating, down my left arm",
                                             TPT_NUL_TERMINATED, &result, NULL),
                     TPT_OK);
    assert_true(tpt_result_ambulance(result));
    assert_int_equal(tpt_result_write_fhir(result, add_bytes, &out), TPT_OK);
    assert_non_null(strstr(tpt__buf_text(&out), "\"name\":\"ambulance\",\"valueBoolean\":true"));
    assert_non_null(
        strstr(tpt__buf_text(&out), "{\"text\":\"Call your emergency number now and ask for an ambulance."));
    assert_null(strstr(tpt__buf_text(&out), "{\"text\":\"Go to the nearest emergency department now"));
    tpt__arena_free(&arena);
}

/* Of whom it speaks: where the form has nothing to refer to, it is said to be unknown. */
static void test_fhir_subject(void **state) {
    (void)state;
    static const char *const forms[] = {
        HEAD "\"subject\":\"Patient/9\"}", HEAD "\"subject\":{\"reference\":9}}",
        HEAD "\"subject\":{\"display\":\"Patient/9\"}}", HEAD "\"id\":\"r1\"}"};
    tpt_form_map *map = map_of(MAP);
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        const tpt_result *result = NULL;
        tpt__buf out = {.arena = &arena};
        assert_int_equal(tpt_session_triage_form(session, map, forms[i], TPT_NUL_TERMINATED, &result, NULL),
                         TPT_OK);
        assert_int_equal(tpt_result_write_fhir(result, add_bytes, &out), TPT_OK);
        assert_non_null(strstr(tpt__buf_text(&out),
                               "\"subject\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/"
                               "StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}"));
        assert_null(strstr(tpt__buf_text(&out), "Patient/9"));
    }
    tpt__arena_free(&arena);
    tpt_form_map_free(map);
}

/* A limit that is hit is told, not hidden. */
static void test_fhir_of_an_incomplete_result(void **state) {
    (void)state;
    tpt__arena arena;
    jmp_buf trap;
    tpt__arena_init(&arena, NULL);
    if (setjmp(trap)) fail();
    arena.trap = &trap;
    tpt_options options = TPT_OPTIONS_INIT;
    options.max_steps = 1;
    tpt_session *hurried = new_session(rules, &options);
    const tpt_result *result = NULL;
    tpt__buf out = {.arena = &arena};
    assert_int_equal(
        tpt_session_triage_text(hurried, "stiff neck and headaches", TPT_NUL_TERMINATED, &result, NULL),
        TPT_INCOMPLETE);
    assert_int_equal(tpt_result_write_fhir(result, add_bytes, &out), TPT_OK);
    assert_non_null(strstr(tpt__buf_text(&out), "\"status\":\"failure\""));
    assert_non_null(strstr(tpt__buf_text(&out), "\"resourceType\":\"OperationOutcome\""));
    tpt_session_free(hurried);
    tpt__arena_free(&arena);
}

/* ---- Memory and threads ---- */

static bool swallow(const char *bytes, size_t len, void *context) {
    (void)bytes;
    *(size_t *)context += len;
    return true;
}

/* The Nth allocation fails, for every N, until all succeed. */
static void test_out_of_memory_in_maps(void **state) {
    (void)state;
    counting memory = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &memory};
    tpt_options options = TPT_OPTIONS_INIT;
    options.allocator = &allocator;
    static const char *const maps[] = {MAP, NULL};
    for (size_t i = 0; i < COUNT_OF(maps); i++) {
        tpt_status status = TPT_E_MEMORY;
        for (memory.fail_at = 1; status == TPT_E_MEMORY; memory.fail_at++) {
            tpt_form_map *map = NULL;
            memory.asked = 0;
            status = tpt_form_map_new(&map, rules, maps[i], TPT_NUL_TERMINATED, &options, NULL);
            tpt_form_map_free(map);
            assert_int_equal(memory.live, 0);
        }
        assert_int_equal(status, TPT_OK);
        assert_true(memory.fail_at > 2);
    }
}

/* A fresh session whose Nth allocation fails in the call, or in writing its result. */
static tpt_status fail_in_call(const tpt_form_map *map, const char *form, size_t fail_at) {
    counting memory = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &memory};
    tpt_options options = TPT_OPTIONS_INIT;
    options.allocator = &allocator;
    tpt_session *fresh = new_session(rules, &options);
    const tpt_result *result = NULL;
    size_t written = 0;
    memory.asked = 0;
    memory.fail_at = fail_at;
    tpt_status status = tpt_session_triage_form(fresh, map, form, TPT_NUL_TERMINATED, &result, NULL);
    if (status == TPT_OK) status = tpt_result_write_fhir(result, swallow, &written);
    tpt_session_free(fresh);
    assert_int_equal(memory.live, 0);
    return status;
}

static void test_out_of_memory_in_calls(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    for (size_t i = 0; i < COUNT_OF(FHIR); i += 5) {
        size_t fail_at = 1;
        tpt_status status = TPT_E_MEMORY;
        for (; status == TPT_E_MEMORY; fail_at++) status = fail_in_call(map, FHIR[i].form, fail_at);
        assert_int_equal(status, TPT_OK);
        assert_true(fail_at > 2);
    }
    tpt_form_map_free(map);
}

static void test_out_of_memory_in_writing(void **state) {
    (void)state;
    counting memory = {0, 0, 0};
    tpt_allocator allocator = {counting_alloc, counting_release, &memory};
    tpt_options options = TPT_OPTIONS_INIT;
    options.allocator = &allocator;
    tiny_pack pack = tiny();
    tpt_ruleset *small = tiny_rules_with(&pack, &options);
    size_t before = memory.live, written = 0;
    tpt_status status = TPT_E_MEMORY;
    for (size_t fail_at = 1; status == TPT_E_MEMORY; fail_at++) {
        memory.asked = 0;
        memory.fail_at = fail_at;
        status = tpt_ruleset_write_questionnaire(small, swallow, &written);
        assert_int_equal(memory.live, before);
    }
    memory.fail_at = 0;
    assert_int_equal(status, TPT_OK);
    tpt_ruleset_free(small);
    assert_int_equal(memory.live, 0);
}

/* After warm-up a form costs no allocation either. */
static void test_no_allocation_when_warm(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    const tpt_result *result = NULL;
    tpt_counters counters;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < COUNT_OF(FHIR); i++) {
            assert_int_equal(
                tpt_session_triage_form(session, map, FHIR[i].form, TPT_NUL_TERMINATED, &result, NULL),
                TPT_OK);
            tpt_session_counters(session, &counters);
            if (round) assert_int_equal(counters.allocations, 0);
        }
    tpt_form_map_free(map);
}

typedef struct worker {
    const tpt_form_map *map;
    char *const *wanted;
    size_t wrong;
} worker;

static void *work(void *context) {
    worker *w = context;
    tpt_session *own = NULL;
    const tpt_result *result = NULL;
    if (tpt_session_new(&own, rules, NULL, NULL) != TPT_OK) w->wrong++;
    for (size_t i = 0; own && i < COUNT_OF(FHIR); i++) {
        char json[1 << 16];
        size_t len;
        if (tpt_session_triage_form(own, w->map, FHIR[i].form, TPT_NUL_TERMINATED, &result, NULL) != TPT_OK ||
            tpt_result_json(result, json, sizeof json, &len) != TPT_OK || strcmp(json, w->wanted[i]) != 0)
            w->wrong++;
    }
    tpt_session_free(own);
    return NULL;
}

static void test_threads_share_a_map(void **state) {
    (void)state;
    tpt_form_map *map = map_of(MAP);
    char *wanted[COUNT_OF(FHIR)];
    worker workers[4];
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT_OF(FHIR); i++) wanted[i] = form_json(map, FHIR[i].form);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        workers[i] = (worker){map, wanted, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].wrong, 0);
    }
    for (size_t i = 0; i < COUNT_OF(FHIR); i++) free(wanted[i]);
    tpt_form_map_free(map);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fhir_answers),
        cmocka_unit_test(test_flat_answers),
        cmocka_unit_test(test_country_of_the_map),
        cmocka_unit_test(test_an_item_named_data),
        cmocka_unit_test(test_codes_for_words),
        cmocka_unit_test(test_unmapped_answers),
        cmocka_unit_test(test_many_unmapped_answers),
        cmocka_unit_test(test_bad_forms),
        cmocka_unit_test(test_half_a_form),
        cmocka_unit_test(test_deep_forms),
        cmocka_unit_test(test_bad_maps),
        cmocka_unit_test(test_retired_ids_in_maps),
        cmocka_unit_test(test_long_maps),
        cmocka_unit_test(test_spoilt_bytes),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_own_form),
        cmocka_unit_test(test_own_map),
        cmocka_unit_test(test_what_a_form_asks),
        cmocka_unit_test(test_bad_ask),
        cmocka_unit_test(test_fhir_result),
        cmocka_unit_test(test_fhir_of_a_bare_pack),
        cmocka_unit_test(test_fhir_of_an_ambulance),
        cmocka_unit_test(test_fhir_subject),
        cmocka_unit_test(test_fhir_of_an_incomplete_result),
        cmocka_unit_test(test_out_of_memory_in_maps),
        cmocka_unit_test(test_out_of_memory_in_calls),
        cmocka_unit_test(test_out_of_memory_in_writing),
        cmocka_unit_test(test_no_allocation_when_warm),
        cmocka_unit_test(test_threads_share_a_map),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
