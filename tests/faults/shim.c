/* Stand between a program and the disk: count, write down, and spoil what it does.
 *
 * Loaded with LD_PRELOAD. Only what happens below one folder counts, one event a call:
 * W(rite) T(runcate) S(ync) C(reate) U(nlink) L(ink) R(ename). FAULTS_FOLDER, FAULTS_LOG,
 * FAULTS_AT and FAULTS_KIND arm it at the start of a program, or faults_arm() later.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NONE, KILL, TEAR, FULL, FAIL, FAIL_ON, INTERRUPT };

static char folder[PATH_MAX];
static int log_fd = -1;
static long at, seen;
static int kind;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void faults_arm(const char *where, const char *log, long when, int what)
{
    snprintf(folder, sizeof folder, "%s", where);
    log_fd = syscall(SYS_openat, AT_FDCWD, log,
                     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    at = when, kind = what, seen = 0;
}

__attribute__((constructor)) static void start(void)
{
    const char *where = getenv("FAULTS_FOLDER"), *log = getenv("FAULTS_LOG");
    const char *when = getenv("FAULTS_AT"), *what = getenv("FAULTS_KIND");
    if (where && log)
        faults_arm(where, log, when ? atol(when) : 0, what ? atoi(what) : NONE);
}

static int ours(const char *path)
{
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static int ours_fd(int fd)
{
    char link[40], path[PATH_MAX];
    if (!*folder)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return ours(path);
}

static unsigned long inode(int fd)
{
    struct stat seen_of;
    return fstat(fd, &seen_of) ? 0 : seen_of.st_ino;
}

static unsigned long inode_of(const char *path)
{
    struct stat seen_of;
    return lstat(path, &seen_of) ? 0 : seen_of.st_ino;
}

static void note(const char *line, const void *data, size_t size)
{
    if (log_fd < 0)
        return;
    syscall(SYS_write, log_fd, line, strlen(line));
    if (size)
        syscall(SYS_write, log_fd, data, size);
}

/* Count an event; return the error it shall have, 0 for none, -1 for half a write. */
static int event(int room_is_needed)
{
    seen++;
    if (!at || seen < at)
        return 0;
    if (seen > at) {
        if (kind == FULL && room_is_needed)
            return ENOSPC;
        return kind == FAIL_ON ? EIO : 0;
    }
    switch (kind) {
    case KILL: kill(getpid(), SIGKILL); pause(); break;
    case INTERRUPT: raise(SIGINT); break;
    case TEAR: return -1;
    case FULL: return room_is_needed > 1 ? -1 : ENOSPC;
    case FAIL: case FAIL_ON: return EIO;
    }
    return 0;
}

static void end_if_torn(void)
{
    if (kind == TEAR && at && seen == at) {
        kill(getpid(), SIGKILL);
        pause();
    }
}

static ssize_t written(int fd, const void *data, size_t size, off64_t offset, int where)
{
    char line[120];
    int error = event(2);
    if (error > 0) {
        errno = error;
        return -1;
    }
    if (error < 0)
        size = size > 1 ? size / 2 : size;
    off64_t from = where ? offset : lseek64(fd, 0, SEEK_CUR);
    ssize_t done = where ? REAL(pwrite64)(fd, data, size, offset) : REAL(write)(fd, data, size);
    if (done >= 0) {
        snprintf(line, sizeof line, "W %lu %lld %zd\n", inode(fd), (long long)from, done);
        note(line, data, done);
    }
    end_if_torn();
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    return ours_fd(fd) ? written(fd, data, size, offset, 1)
                       : REAL(pwrite64)(fd, data, size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    return pwrite64(fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size)
{
    return ours_fd(fd) ? written(fd, data, size, 0, 0) : REAL(write)(fd, data, size);
}

#define SPOILT(room)            \
    do {                        \
        int error = event(room);\
        if (error > 0) {        \
            errno = error;      \
            return -1;          \
        }                       \
    } while (0)

static int synced(int fd, int (*really)(int))
{
    char line[60];
    if (!ours_fd(fd))
        return really(fd);
    SPOILT(0);
    int result = really(fd);
    snprintf(line, sizeof line, "S %lu\n", inode(fd));
    note(line, 0, 0);
    end_if_torn();
    return result;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int ftruncate64(int fd, off64_t size)
{
    char line[80];
    if (!ours_fd(fd))
        return REAL(ftruncate64)(fd, size);
    SPOILT(0);
    int result = REAL(ftruncate64)(fd, size);
    snprintf(line, sizeof line, "T %lu %lld\n", inode(fd), (long long)size);
    note(line, 0, 0);
    end_if_torn();
    return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int named(const char *what, unsigned long file, const char *path, const char *to)
{
    char line[2 * PATH_MAX + 40];
    snprintf(line, sizeof line, "%s %lu\t%s\t%s\n", what, file, path, to);
    note(line, 0, 0);
    end_if_torn();
    return 0;
}

static int opened(int at_fd, const char *path, int flags, mode_t mode)
{
    int creates = (flags & O_CREAT) && ours(path) && !inode_of(path);
    if (creates)
        SPOILT(1);
    int fd = REAL(openat64)(at_fd, path, flags, mode);
    if (fd >= 0 && creates)
        named("C", inode(fd), path, "");
    return fd;
}

#define MODE                                  \
    mode_t mode = 0;                          \
    if (flags & (O_CREAT | O_TMPFILE)) {      \
        va_list more;                         \
        va_start(more, flags);                \
        mode = va_arg(more, mode_t);          \
        va_end(more);                         \
    }

int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat64(int fd, const char *path, int flags, ...) { MODE return opened(fd, path, flags, mode); }
int openat(int fd, const char *path, int flags, ...) { MODE return opened(fd, path, flags, mode); }

int unlink(const char *path)
{
    if (!ours(path))
        return REAL(unlink)(path);
    unsigned long file = inode_of(path);
    if (!file)
        return REAL(unlink)(path);
    SPOILT(0);
    int result = REAL(unlink)(path);
    if (!result)
        named("U", file, path, "");
    return result;
}

static int linked(int from, const char *path, int into, const char *to, int flags)
{
    if (!ours(to))
        return REAL(linkat)(from, path, into, to, flags);
    SPOILT(1);
    int result = REAL(linkat)(from, path, into, to, flags);
    if (!result)
        named("L", inode_of(to), path, to);
    return result;
}

int link(const char *path, const char *to) { return linked(AT_FDCWD, path, AT_FDCWD, to, 0); }
int linkat(int from, const char *path, int into, const char *to, int flags)
{
    return linked(from, path, into, to, flags);
}

int rename(const char *path, const char *to)
{
    if (!ours(to))
        return REAL(rename)(path, to);
    SPOILT(0);
    int result = REAL(rename)(path, to);
    if (!result)
        named("R", inode_of(to), path, to);
    return result;
}
