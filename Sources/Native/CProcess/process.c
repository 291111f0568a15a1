#include "CProcess.h"

#include <errno.h>
#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

int smb_process_close(void) {
    struct rlimit none = {0, 0};
    int fault = setrlimit(RLIMIT_CORE, &none) == 0 ? 0 : errno;
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 && fault == 0) {
        fault = errno;
    }
#endif
    return fault;
}
