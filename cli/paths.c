/* The files under a folder: see input.h. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "input.h"
#include "print.h"

static bool report_unreadable(const char *path) {
    print_problem("cannot read %s: %s", path, strerror(errno));
    return false;
}

/* "folder/name", or a copy of the name for a NULL folder. The caller frees it. */
static char *join_path(const char *folder, const char *name) {
    size_t folder_len = folder ? strlen(folder) : 0, name_len = strlen(name);
    bool needs_slash = folder_len && folder[folder_len - 1] != '/';
    char *path = malloc(folder_len + needs_slash + name_len + 1);
    if (!path) return NULL;
    if (folder_len) memcpy(path, folder, folder_len);
    if (needs_slash) path[folder_len] = '/';
    memcpy(path + folder_len + needs_slash, name, name_len + 1);
    return path;
}

static bool add_path(path_list *paths, const char *folder, const char *name) {
    if (paths->count == paths->capacity) {
        size_t capacity = paths->capacity ? paths->capacity * 2 : 16;
        char **items = realloc(paths->items, capacity * sizeof *items);
        if (!items) return report_unreadable(name);
        paths->items = items;
        paths->capacity = capacity;
    }
    char *path = join_path(folder, name);
    if (!path) return report_unreadable(name);
    paths->items[paths->count++] = path;
    return true;
}

void paths_free(path_list *paths) {
    for (size_t i = 0; i < paths->count; i++) free(paths->items[i]);
    free(paths->items);
    *paths = (path_list){NULL, 0, 0};
}

static int compare_paths(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The names in a folder, sorted: readdir's order differs from one file system to another. */
static bool list_folder(const char *folder, path_list *out) {
    DIR *open_folder = opendir(folder);
    if (!open_folder) return report_unreadable(folder);
    bool listed = true;
    while (listed) {
        errno = 0; /* NULL is both the end and a failure: only errno tells */
        struct dirent *entry = readdir(open_folder);
        if (!entry) break;
        if (entry->d_name[0] != '.') listed = add_path(out, folder, entry->d_name);
    }
    if (listed && errno) listed = report_unreadable(folder);
    closedir(open_folder);
    if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_paths);
    return listed;
}

static bool has_suffix(const char *name, const char *suffix) {
    size_t name_len = strlen(name), suffix_len = strlen(suffix);
    return name_len > suffix_len && strcmp(name + name_len - suffix_len, suffix) == 0;
}

static bool collect_folder(path_list *paths, const char *folder, const char *suffix);

/* A link to a file counts as the file; a link to a folder might lead in a circle. */
static bool collect_entry(path_list *paths, const char *path, const char *suffix) {
    struct stat entry;
    if (lstat(path, &entry) != 0) return report_unreadable(path);
    if (S_ISDIR(entry.st_mode)) return collect_folder(paths, path, suffix);
    if (!has_suffix(path, suffix)) return true;
    if (S_ISLNK(entry.st_mode) && stat(path, &entry) == 0 && S_ISDIR(entry.st_mode)) return true;
    return add_path(paths, NULL, path);
}

static bool collect_folder(path_list *paths, const char *folder, const char *suffix) {
    path_list entries = {NULL, 0, 0};
    bool collected = list_folder(folder, &entries);
    for (size_t i = 0; collected && i < entries.count; i++) {
        collected = collect_entry(paths, entries.items[i], suffix);
    }
    paths_free(&entries);
    return collected;
}

bool paths_collect(path_list *paths, const char *path, const char *suffix) {
    struct stat entry;
    if (strcmp(path, "-") == 0) return add_path(paths, NULL, path);
    if (stat(path, &entry) != 0) return report_unreadable(path);
    if (S_ISDIR(entry.st_mode)) return collect_folder(paths, path, suffix);
    return add_path(paths, NULL, path);
}
