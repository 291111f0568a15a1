#include "COpenVINO.h"
#include "openvino_api.h"

#include <stdio.h>
#include <stdlib.h>

static int reshape(const openvino_api *api, void *graph, const int64_t *dims, int64_t rank) {
    if (!dims)
        return 0;
    void *port = NULL;
    int status = api->model_const_input(graph, &port);
    if (status)
        return status;
    ov_partial_shape shape = {0};
    status = api->port_get_partial_shape(port, &shape);
    api->output_const_port_free(port);
    if (status)
        return status;
    if (shape.rank.min != rank || shape.rank.max != rank) {
        api->partial_shape_free(&shape);
        return SMB_OV_RANK_UNSUPPORTED;
    }
    for (int64_t i = 0; i < rank; i++) {
        if (dims[i] == 0)
            continue;
        // OpenVINO writes "open" as the interval from 0 to -1.
        shape.dims[i].min = dims[i] < 0 ? 0 : dims[i];
        shape.dims[i].max = dims[i] < 0 ? -1 : dims[i];
    }
    status = api->model_reshape_single_input(graph, shape);
    api->partial_shape_free(&shape);
    return status;
}

static int compile(smb_ov_engine *engine, void *graph, const int64_t *dims, int64_t rank,
                   const smb_ov_property *properties, size_t property_count,
                   smb_ov_model **out) {
    const openvino_api *api = &engine->api;
    smb_ov_model *model = calloc(1, sizeof *model);
    if (!model)
        return SMB_OV_OUT_OF_MEMORY;
    model->api = api;
    int status = reshape(api, graph, dims, rank);
    if (!status)
        status = api->core_compile_model_props(engine->core, graph, "CPU", property_count,
                                               properties, &model->compiled);
    if (status) {
        free(model);
        return status;
    }
    *out = model;
    return 0;
}

int smb_ov_model_compile_file(
    smb_ov_engine *engine, const char *path, const int64_t *dims, int64_t rank,
    const smb_ov_property *properties, size_t property_count, smb_ov_model **out) {
    void *graph = NULL;
    int status = engine->api.core_read_model(engine->core, path, NULL, &graph);
    if (status)
        return status;
    status = compile(engine, graph, dims, rank, properties, property_count, out);
    engine->api.model_free(graph);
    return status;
}

int smb_ov_model_compile_bytes(
    smb_ov_engine *engine, const void *bytes, size_t count, const int64_t *dims, int64_t rank,
    const smb_ov_property *properties, size_t property_count, smb_ov_model **out) {
    void *graph = NULL;
    int status = engine->api.core_read_model_from_memory_buffer(engine->core, bytes, count, NULL,
                                                                &graph);
    if (status)
        return status;
    status = compile(engine, graph, dims, rank, properties, property_count, out);
    engine->api.model_free(graph);
    return status;
}

void smb_ov_model_free(smb_ov_model *model) {
    if (!model)
        return;
    model->api->compiled_model_free(model->compiled);
    free(model);
}

int smb_ov_model_input_count(const smb_ov_model *model, size_t *count) {
    return model->api->compiled_model_inputs_size(model->compiled, count);
}

int smb_ov_model_output_count(const smb_ov_model *model, size_t *count) {
    return model->api->compiled_model_outputs_size(model->compiled, count);
}

int smb_ov_model_input_shape(const smb_ov_model *model, int64_t dims[SMB_OV_RANK_MAX],
                             int64_t *rank) {
    const openvino_api *api = model->api;
    void *port = NULL;
    int status = api->compiled_model_input(model->compiled, &port);
    if (status)
        return status;
    ov_partial_shape shape = {0};
    status = api->port_get_partial_shape(port, &shape);
    api->output_const_port_free(port);
    if (status)
        return status;
    int64_t count = shape.rank.max;
    if (count < 0 || count > SMB_OV_RANK_MAX || shape.rank.min != count) {
        status = SMB_OV_RANK_UNSUPPORTED;
    } else {
        *rank = count;
        for (int64_t i = 0; i < count; i++)
            dims[i] = shape.dims[i].min == shape.dims[i].max ? shape.dims[i].min : -1;
    }
    api->partial_shape_free(&shape);
    return status;
}

static int name_of_port(const openvino_api *api, void *port, char *name, size_t capacity) {
    char *text = NULL;
    int status = api->port_get_any_name(port, &text);
    api->output_const_port_free(port);
    if (status)
        return status;
    snprintf(name, capacity, "%s", text ? text : "");
    api->free(text);
    return 0;
}

int smb_ov_model_output_name(const smb_ov_model *model, size_t index, char *name,
                             size_t capacity) {
    void *port = NULL;
    int status = model->api->compiled_model_output_by_index(model->compiled, index, &port);
    return status ? status : name_of_port(model->api, port, name, capacity);
}

int smb_ov_model_canonical_name(const smb_ov_model *model, const char *alias, char *name,
                                size_t capacity) {
    void *port = NULL;
    int status = model->api->compiled_model_output_by_name(model->compiled, alias, &port);
    return status ? status : name_of_port(model->api, port, name, capacity);
}

int smb_ov_model_property(const smb_ov_model *model, const char *key, char *value,
                          size_t capacity) {
    char *text = NULL;
    int status = model->api->compiled_model_get_property(model->compiled, key, &text);
    if (status)
        return status;
    snprintf(value, capacity, "%s", text ? text : "");
    model->api->free(text);
    return 0;
}
