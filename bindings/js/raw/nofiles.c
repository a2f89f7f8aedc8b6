/*
 * What the C library would ask WASI for, answered here: there are no files. So the module imports nothing of WASI, and
 * needs no shim for it. The engine calls these only for a pack in a folder, which this package does not offer.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

int stat(const char *restrict path, struct stat *restrict out) {
    (void)path;
    (void)out;
    errno = ENOENT;
    return -1;
}

int scandir(const char *path, struct dirent ***entries, int (*keep)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **)) {
    (void)path;
    (void)entries;
    (void)keep;
    (void)compare;
    errno = ENOENT;
    return -1;
}

FILE *fopen(const char *restrict path, const char *restrict mode) {
    (void)path;
    (void)mode;
    errno = ENOENT;
    return NULL;
}

int fclose(FILE *file) {
    (void)file;
    return 0;
}

size_t fread(void *restrict out, size_t size, size_t count, FILE *restrict file) {
    (void)out;
    (void)size;
    (void)count;
    (void)file;
    return 0;
}

int ferror(FILE *file) {
    (void)file;
    return 1;
}

/* Streams that nobody writes to are linked in with snprintf, and would import these three. */

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t file);
int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t file, int64_t offset, int32_t whence, int32_t out);
int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t file, int32_t buffers, int32_t count, int32_t out);

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t file) {
    (void)file;
    return EBADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t file, int64_t offset, int32_t whence, int32_t out) {
    (void)file;
    (void)offset;
    (void)whence;
    (void)out;
    return EBADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t file, int32_t buffers, int32_t count,
                                                   int32_t out) {
    (void)file;
    (void)buffers;
    (void)count;
    (void)out;
    return EBADF;
}
