#include "kernels.h"

#include <string.h>

static int runs(const smb_kernels *family) {
#if defined(__x86_64__)
    if (family == &smb_kernels_avx512) {
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vpopcntdq");
    }
    if (family == &smb_kernels_avx2) {
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    }
#endif
    return 1;
}

// Fastest first.
static const smb_kernels *const families[] = {
#if defined(__x86_64__)
    &smb_kernels_avx512,
    &smb_kernels_avx2,
#endif
#if defined(__aarch64__)
    &smb_kernels_neon,
#endif
    &smb_kernels_scalar,
};

const smb_kernels *smb_kernels_best(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    size_t index = 0;
    while (!runs(families[index])) index++;
    return families[index];
}

const smb_kernels *smb_kernels_named(const char *name) {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    for (size_t index = 0; index < sizeof families / sizeof *families; index++) {
        if (strcmp(families[index]->name, name) == 0) {
            return runs(families[index]) ? families[index] : NULL;
        }
    }
    return NULL;
}
