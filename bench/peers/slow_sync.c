// A disk whose syncs take SLOW_SYNC_MS milliseconds more. For LD_PRELOAD.
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void delay(void) {
    const char *text = getenv("SLOW_SYNC_MS");
    usleep(text ? atoi(text) * 1000u : 0);
}

int fsync(int file) {
    delay();
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    delay();
    return (int)syscall(SYS_fdatasync, file);
}
