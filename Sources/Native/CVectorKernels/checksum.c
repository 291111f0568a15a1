#include "kernels.h"

#include <string.h>

#define POLYNOMIAL 0x82f63b78u

static uint32_t crc_portable(uint32_t crc, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (POLYNOMIAL & (0u - (crc & 1)));
    }
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc_sse42(uint32_t crc, const uint8_t *bytes,
                                                            size_t count) {
    uint64_t wide = crc;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    return crc_portable((uint32_t)wide, bytes, count);
}
#elif defined(__aarch64__)
#include <sys/auxv.h>
#define HAS_CRC32 (1 << 7)
__attribute__((target("crc"))) static uint32_t crc_arm(uint32_t crc, const uint8_t *bytes,
                                                       size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        crc = __builtin_arm_crc32cd(crc, word);
    }
    return crc_portable(crc, bytes, count);
}
#endif

uint32_t smb_crc32c(uint32_t seed, const void *bytes, size_t count) {
    const uint8_t *start = (const uint8_t *)bytes;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("sse4.2")) return ~crc_sse42(~seed, start, count);
#elif defined(__aarch64__) && defined(__linux__)
    if (getauxval(AT_HWCAP) & HAS_CRC32) return ~crc_arm(~seed, start, count);
#endif
    return ~crc_portable(~seed, start, count);
}
