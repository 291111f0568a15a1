#include "kernels.h"

#include <math.h>
#include <string.h>

// Steps of 2, 4, 8 and 16 uniform levels, in standard deviations, that lose least of a normal variable.
static const float normal_steps[] = {0, 1.596f, 0.996f, 0.586f, 0.335f};

float smb_planes_encode(const float *values, size_t dimension, size_t plane_count,
                        uint64_t *planes) {
    size_t words = dimension / 64;
    memset(planes, 0, plane_count * words * sizeof *planes);
    float squares = 0;
    for (size_t i = 0; i < dimension; i++) squares += values[i] * values[i];
    float step = normal_steps[plane_count] * sqrtf(squares / (float)dimension);
    if (!(step > 0)) return 0;
    float inverse = 1 / step, aligned = 0;
    int half = 1 << (plane_count - 1);
    for (size_t w = 0; w < words; w++) {
        uint64_t bits[4] = {0, 0, 0, 0};
        for (size_t i = 0; i < 64; i++) {
            float scaled = values[w * 64 + i] * inverse;
            float bounded = fminf(fmaxf(scaled, (float)-half), (float)half - 0.5f);
            unsigned level = (unsigned)((int)(bounded + (float)half));
            aligned += values[w * 64 + i] * ((float)level - (float)half + 0.5f);
            for (size_t plane = 0; plane < plane_count; plane++) {
                bits[plane] |= (uint64_t)(level >> plane & 1) << i;
            }
        }
        for (size_t plane = 0; plane < plane_count; plane++) planes[plane * words + w] = bits[plane];
    }
    // Levels are shorter than what they stand for; this length makes their products unbiased.
    return squares / aligned;
}

float smb_bits_encode(const float *values, size_t dimension, size_t lane, uint64_t *block,
                      uint8_t *levels) {
    float squares = 0;
    for (size_t i = 0; i < dimension; i++) squares += values[i] * values[i];
    float step = normal_steps[2] * sqrtf(squares / (float)dimension);
    float sum = 0, aligned = 0;
    memset(levels, 0, dimension / 4);
    for (size_t w = 0; w < dimension / 64; w++) {
        uint64_t signs = 0;
        size_t group = w / 4 * 256;
        size_t quarter = (dimension - group < 256 ? dimension - group : 256) / 4;
        for (size_t i = 0; i < 64; i++) {
            float value = values[w * 64 + i];
            uint64_t positive = value >= 0, large = fabsf(value) >= step;
            unsigned level = (unsigned)(positive ? 2 + large : 1 - large);
            size_t place = w * 64 + i - group;
            signs |= positive << i;
            levels[group / 4 + place % quarter] |= (uint8_t)(level << 2 * (place / quarter));
            sum += fabsf(value);
            aligned += fabsf(value) * (large ? 1.5f : 0.5f);
        }
        block[w * 16 + lane % 2 * 8 + lane / 2] = signs;
    }
    float factor = aligned > 0 ? squares / aligned : 0;
    memcpy(levels + dimension / 4, &factor, sizeof factor);
    return sum;
}

static int code(float value) {
    float bounded = fminf(fmaxf(value, -127.0f), 127.0f);
    return (int)(bounded + (bounded < 0 ? -0.5f : 0.5f));
}

float smb_codes_encode(const float *values, size_t dimension, float scale, uint8_t *codes) {
    float lost = 0, inverse = scale > 0 ? 1 / scale : 0;
    for (size_t i = 0; i < dimension; i++) {
        int component = code(values[i] * scale);
        codes[i] = (uint8_t)(component + 128);
        float difference = values[i] - (float)component * inverse;
        lost += difference * difference;
    }
    return lost;
}

float smb_query_encode(const float *values, size_t dimension, float scale, int8_t *codes,
                       int32_t *sum) {
    float lost = 0, inverse = scale > 0 ? 1 / scale : 0;
    int32_t total = 0;
    for (size_t i = 0; i < dimension; i++) {
        int component = code(values[i] * scale);
        codes[i] = (int8_t)component;
        total += component;
        float difference = values[i] - (float)component * inverse;
        lost += difference * difference;
    }
    *sum = total;
    return lost;
}

void smb_nibbles_encode(const float *values, size_t dimension, float scale, uint8_t *codes) {
    for (size_t group = 0; group < dimension / 128; group++) {
        for (size_t j = 0; j < 64; j++) {
            unsigned halves[2];
            for (size_t half = 0; half < 2; half++) {
                float level = floorf(values[group * 128 + half * 64 + j] * scale) + 8;
                halves[half] = (unsigned)fminf(fmaxf(level, 0), 15);
            }
            codes[group * 64 + j] = (uint8_t)(halves[0] | halves[1] << 4);
        }
    }
}
