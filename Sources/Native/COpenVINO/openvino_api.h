/// The part of OpenVINO's C API that is called, as a table filled at run time.
/// Types follow openvino/c/*.h of 2026.4; the version is checked before anything else is called.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    int64_t rank;
    int64_t *dims;
} ov_shape;

typedef struct {
    int64_t min;
    int64_t max;
} ov_dimension;

typedef struct {
    ov_dimension rank;
    ov_dimension *dims;
} ov_partial_shape;

typedef struct {
    const char *build_number;
    const char *description;
} ov_version;

/// `ov_element_type_e`: its numbers belong to one version of the library.
enum { OV_ELEMENT_F32 = 4 };

#define SMB_OV_FUNCTIONS(X)                                                                      \
    X(int, get_openvino_version, (ov_version *))                                                 \
    X(void, version_free, (ov_version *))                                                        \
    X(const char *, get_last_err_msg, (void))                                                    \
    X(void, free, (const char *))                                                                \
    X(int, core_create, (void **))                                                               \
    X(void, core_free, (void *))                                                                 \
    X(int, core_read_model, (const void *, const char *, const char *, void **))                 \
    X(int, core_read_model_from_memory_buffer,                                                   \
      (const void *, const char *, size_t, const void *, void **))                               \
    X(int, core_compile_model_props,                                                             \
      (const void *, const void *, const char *, size_t, const void *, void **))                 \
    X(void, model_free, (void *))                                                                \
    X(int, model_const_input, (const void *, void **))                                           \
    X(int, model_reshape_single_input, (const void *, ov_partial_shape))                         \
    X(int, port_get_partial_shape, (const void *, ov_partial_shape *))                           \
    X(int, port_get_any_name, (const void *, char **))                                           \
    X(void, partial_shape_free, (ov_partial_shape *))                                            \
    X(void, output_const_port_free, (void *))                                                    \
    X(void, compiled_model_free, (void *))                                                       \
    X(int, compiled_model_inputs_size, (const void *, size_t *))                                 \
    X(int, compiled_model_outputs_size, (const void *, size_t *))                                \
    X(int, compiled_model_input, (const void *, void **))                                        \
    X(int, compiled_model_output_by_index, (const void *, size_t, void **))                      \
    X(int, compiled_model_output_by_name, (const void *, const char *, void **))                 \
    X(int, compiled_model_get_property, (const void *, const char *, char **))                   \
    X(int, compiled_model_create_infer_request, (const void *, void **))                         \
    X(void, infer_request_free, (void *))                                                        \
    X(int, infer_request_set_input_tensor, (void *, const void *))                               \
    X(int, infer_request_infer, (void *))                                                        \
    X(int, infer_request_get_output_tensor_by_index, (const void *, size_t, void **))            \
    X(int, tensor_create_from_host_ptr, (unsigned, ov_shape, void *, void **))                   \
    X(void, tensor_free, (void *))                                                               \
    X(int, tensor_get_shape, (const void *, ov_shape *))                                         \
    X(void, shape_free, (ov_shape *))                                                            \
    X(int, tensor_get_element_type, (const void *, unsigned *))                                  \
    X(int, tensor_get_size, (const void *, size_t *))                                            \
    X(int, tensor_data, (const void *, void **))

#define SMB_OV_MEMBER(result, name, parameters) result(*name) parameters;
typedef struct {
    SMB_OV_FUNCTIONS(SMB_OV_MEMBER)
} openvino_api;
#undef SMB_OV_MEMBER

struct smb_ov_engine {
    openvino_api api;
    void *core;
    char version[128];
};

struct smb_ov_model {
    const openvino_api *api;
    void *compiled;
};

struct smb_ov_request {
    const openvino_api *api;
    void *request;
};
