#include "CProcess.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* What a runtime may have hooked to print a backtrace with the memory around it. */
static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP};

int smb_process_close(void) {
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        signal(crashes[i], SIG_DFL);
    }
    struct rlimit none = {0, 0};
    int fault = setrlimit(RLIMIT_CORE, &none) == 0 ? 0 : errno;
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 && fault == 0) {
        fault = errno;
    }
#endif
    return fault;
}
