/*
 * Runs a fuzz target without a fuzzer: over the files that are named, and those in the folders that are named. So any compiler
 * can hold the target against a corpus. Status 1 when there was no input.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz.h"

static void give(const char *path, FILE *file, size_t size) {
    uint8_t *data = malloc(size ? size : 1); /* just its size, so that a look beyond the end is seen */
    FUZZ_HOLDS(data && fread(data, 1, size, file) == size);
    printf("%s\n", path); /* the last one named is the one that failed */
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static size_t replay_file(const char *path, size_t size) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    give(path, file, size);
    fclose(file);
    return 1;
}

static size_t replay(const char *path);

static size_t replay_folder(const char *path) {
    struct dirent **entries;
    size_t done = 0;
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) return 0;
    for (int i = 0; i < count; i++) {
        char inner[1024];
        snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') done += replay(inner);
        free(entries[i]);
    }
    free(entries);
    return done;
}

static size_t replay(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) return 0;
    return S_ISDIR(info.st_mode) ? replay_folder(path) : replay_file(path, (size_t)info.st_size);
}

int main(int argc, char **argv) {
    size_t done = 0;
    for (int i = 1; i < argc; i++) {
        size_t here = replay(argv[i]);
        if (!here) fprintf(stderr, "no input: %s\n", argv[i]);
        if (!here) return 1;
        done += here;
    }
    printf("%zu inputs\n", done);
    return done ? 0 : 1;
}
