/* Packs in folders: what is read of one, and what is told where something in it cannot be read. */
#define _XOPEN_SOURCE 700 /* nftw */

#include <ftw.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "support.h"

#define NOBODY 65534
#define LARGEST ((off_t)64 * 1024 * 1024)
#define MORE "flags/more.json"

static char top[40]; /* a folder with two packs: "tiny", and "clinic" upon it */

/* ---- Folders to read ------------------------------------------------------------------------------------------------- */

static const char *in_top(const char *pack, const char *name, char out[200]) {
    snprintf(out, 200, "%s/%s/%s", top, pack, name);
    return out;
}

static void write_file(const char *pack, const char *name, const char *data) {
    char path[200];
    FILE *file = fopen(in_top(pack, name, path), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, strlen(data), file), strlen(data));
    assert_int_equal(fclose(file), 0);
}

/* Folders of the path that are missing are made. */
static void make_folders(const char *path) {
    char part[2000];
    for (size_t len = 1; len <= strlen(path); len++) {
        if (path[len] && path[len] != '/') continue;
        snprintf(part, sizeof part, "%.*s", (int)len, path);
        mkdir(part, 0755);
    }
}

static void write_pack(const char *name, const tiny_pack *pack) {
    for (size_t i = 0; i < pack->count; i++) {
        char folder[200];
        const char *path = in_top(name, pack->files[i].path, folder);
        *strrchr(path, '/') = '\0';
        make_folders(path);
        write_file(name, pack->files[i].path, pack->files[i].data);
    }
}

static int set_up(void **state) {
    (void)state;
    tiny_pack lower = tiny(), upper = {.count = 0};
    tiny_set(&upper, "pack.json", "{\"id\": \"clinic\", \"version\": \"2.0.0\", \"extends\": \"../tiny\"}");
    strcpy(top, "/tmp/tptriage.XXXXXX");
    if (!mkdtemp(top) || chmod(top, 0755)) return -1;
    write_pack("tiny", &lower);
    write_pack("clinic", &upper);
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at) {
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static int tear_down(void **state) {
    (void)state;
    return nftw(top, remove_one, 20, FTW_DEPTH | FTW_PHYS);
}

/* ---- What is read ---------------------------------------------------------------------------------------------------- */

static tpt_ruleset *load(const char *pack) {
    char path[200];
    tpt_ruleset *rules = NULL;
    tpt_error error;
    if (tpt_ruleset_new_from_path(&rules, in_top(pack, "", path), NULL, &error) != TPT_OK)
        fail_msg("%s: %s", error.source, error.message);
    return rules;
}

/* Files that begin with a point, and those that are neither JSON nor cases, are no part of a pack. */
static void test_as_from_memory(void **state) {
    (void)state;
    tpt_ruleset *from_memory = tiny_rules();
    write_file("tiny", ".hidden.json", "{");
    write_file("tiny", "flags/.more.json", "{");
    write_file("tiny", "flags/notes.txt", "{");
    write_file("tiny", "flags/json", "{");
    tpt_ruleset *from_folder = load("tiny");
    assert_string_equal(tpt_ruleset_sha256(from_folder), tpt_ruleset_sha256(from_memory));
    tpt_ruleset_free(from_folder);
    tpt_ruleset_free(from_memory);
}

static void assert_rash_is_known(const tpt_ruleset *rules) {
    tpt_session *session = new_session(rules, NULL);
    const tpt_result *result = NULL;
    assert_int_equal(tpt_session_triage_text(session, "a rash", TPT_NUL_TERMINATED, &result, NULL), TPT_OK);
    assert_string_equal(tpt_result_urgency(result), "urgent");
    tpt_session_free(session);
}

static void assert_upon_tiny(const char *pack, const char *id) {
    tpt_ruleset *rules = load(pack);
    assert_string_equal(tpt_ruleset_id(rules), id);
    assert_rash_is_known(rules);
    tpt_ruleset_free(rules);
}

/* Each pack below is named as seen from the one above, or from the root. */
static void test_extends(void **state) {
    (void)state;
    char manifest[200];
    tiny_pack ward = {.count = 0};
    tiny_set(&ward, "pack.json", "{\"id\": \"ward\", \"version\": \"3.0.0\", \"extends\": \"../../clinic\"}");
    write_pack("wards/east", &ward);
    assert_upon_tiny("clinic", "clinic");
    assert_upon_tiny("wards/east", "ward");
    snprintf(manifest, sizeof manifest,
             "{\"id\": \"clinic\", \"version\": \"2.0.0\", \"extends\": \"%s/tiny\"}", top);
    write_file("clinic", "pack.json", manifest);
    assert_upon_tiny("clinic", "clinic");
    assert_upon_tiny("wards/east", "ward");
}

/* ---- What cannot be read --------------------------------------------------------------------------------------------- */

/* Loading and looking over both say so, and name it. */
static void assert_unreadable(const char *pack, const char *source, const char *message) {
    char path[200];
    tpt_ruleset *rules = NULL;
    tpt_error error = {0};
    size_t count = 99;
    in_top(pack, "", path);
    path[strlen(path) - 1] = '\0';
    assert_int_equal(tpt_ruleset_new_from_path(&rules, path, NULL, &error), TPT_E_FILE);
    assert_null(rules);
    if (!strstr(error.source, source) || !strstr(error.message, message))
        fail_msg("%s: %s", error.source, error.message);
    assert_int_equal(tpt_ruleset_new_from_path(&rules, path, NULL, NULL), TPT_E_FILE);
    memset(&error, 0, sizeof error);
    assert_int_equal(tpt_pack_lint_path(path, NULL, NULL, NULL, &count, &error), TPT_E_FILE);
    assert_non_null(strstr(error.source, source));
    assert_int_equal(count, 0);
}

static void test_large_file(void **state) {
    (void)state;
    char path[200];
    write_file("tiny", MORE, "{}");
    assert_int_equal(truncate(in_top("tiny", MORE, path), LARGEST + 1), 0); /* a hole: it takes no room */
    assert_unreadable("tiny", MORE, "larger than 64 MiB");
}

static void test_link_to_nowhere(void **state) {
    (void)state;
    char path[200];
    assert_int_equal(symlink("nowhere.json", in_top("tiny", MORE, path)), 0);
    assert_unreadable("tiny", MORE, "No such file");
    assert_unreadable("clinic", MORE, "No such file"); /* also where it is in the pack below */
}

/* Something that is there, but cannot be opened, whoever asks. */
static void test_socket(void **state) {
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/tiny/%s", top, MORE);
    int end = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(end >= 0);
    assert_int_equal(bind(end, (struct sockaddr *)&address, sizeof address), 0);
    assert_unreadable("tiny", MORE, "cannot be read");
    close(end);
}

/* Of several the first one is told. */
static void test_several(void **state) {
    (void)state;
    char path[200];
    assert_int_equal(symlink("nowhere.json", in_top("tiny", "flags/b.json", path)), 0);
    assert_int_equal(symlink("nowhere.json", in_top("tiny", "flags/a.json", path)), 0);
    assert_int_equal(symlink("nowhere.json", in_top("tiny", "lexicon/a.json", path)), 0);
    assert_unreadable("tiny", "flags/a.json", "No such file");
}

/* The superuser may read all, so it takes another's part. */
static bool without_power(void) { return geteuid() != 0 || seteuid(NOBODY) == 0; }

static void with_power(void) {
    if (getuid() == 0) assert_int_equal(seteuid(0), 0);
}

static void test_no_permission(void **state) {
    (void)state;
    char path[200];
    write_file("tiny", MORE, "{}");
    assert_int_equal(chmod(in_top("tiny", MORE, path), 0), 0);
    if (!without_power()) skip();
    assert_unreadable("tiny", MORE, "ermission");
    with_power();
    assert_int_equal(unlink(path), 0);
    assert_int_equal(chmod(in_top("tiny", "lexicon", path), 0), 0);
    assert_true(without_power());
    assert_unreadable("tiny", "lexicon", "ermission");
    with_power();
    assert_int_equal(chmod(path, 0755), 0);
}

static void test_long_path_within(void **state) {
    (void)state;
    char letters[181] = {0}, path[800];
    memset(letters, 'n', 180);
    snprintf(path, sizeof path, "%s/tiny/flags/%s/%s/%s", top, letters, letters, letters);
    make_folders(path);
    assert_unreadable("tiny", "nnn", "too long");
}

/* The path of the pack itself. */
static void test_long_path(void **state) {
    (void)state;
    char letters[251] = {0}, path[1400];
    tpt_ruleset *rules = NULL;
    tpt_error error = {0};
    memset(letters, 'n', 250);
    snprintf(path, sizeof path, "%s/%s/%s/%s/%s/%s", top, letters, letters, letters, letters, letters);
    make_folders(path);
    assert_int_equal(access(path, R_OK), 0);
    assert_int_equal(tpt_ruleset_new_from_path(&rules, path, NULL, &error), TPT_E_FILE);
    assert_non_null(strstr(error.message, "too long"));
    assert_memory_equal(error.source, top, strlen(top));
    assert_null(rules);
}

/* ---- Memory that runs out while folders are read --------------------------------------------------------------------- */

static void test_out_of_memory(void **state) {
    (void)state;
    char path[200];
    tpt_status status = TPT_E_MEMORY;
    size_t fail_at = 0;
    in_top("clinic", "", path);
    while (status == TPT_E_MEMORY) {
        counting blocks = {0, ++fail_at, 0};
        tpt_allocator allocator = {counting_alloc, counting_release, &blocks};
        tpt_options options = TPT_OPTIONS_INIT;
        tpt_ruleset *rules = NULL;
        tpt_error error = {0};
        options.allocator = &allocator;
        status = tpt_ruleset_new_from_path(&rules, path, &options, &error);
        assert_int_equal(error.code, status);
        assert_int_equal(rules != NULL, status == TPT_OK);
        tpt_ruleset_free(rules);
        assert_int_equal(blocks.live, 0);
    }
    assert_int_equal(status, TPT_OK);
    assert_true(fail_at > 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_as_from_memory), TEST(test_extends),
                                       TEST(test_large_file),     TEST(test_link_to_nowhere),
                                       TEST(test_socket),         TEST(test_several),
                                       TEST(test_no_permission),  TEST(test_long_path_within),
                                       TEST(test_long_path),      TEST(test_out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
