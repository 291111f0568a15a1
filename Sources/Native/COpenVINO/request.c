#include "COpenVINO.h"
#include "openvino_api.h"

#include <stdlib.h>

int smb_ov_request_create(const smb_ov_model *model, smb_ov_request **out) {
    smb_ov_request *request = calloc(1, sizeof *request);
    if (!request)
        return SMB_OV_OUT_OF_MEMORY;
    request->api = model->api;
    int status = model->api->compiled_model_create_infer_request(model->compiled,
                                                                 &request->request);
    if (status) {
        free(request);
        return status;
    }
    *out = request;
    return 0;
}

void smb_ov_request_free(smb_ov_request *request) {
    if (!request)
        return;
    request->api->infer_request_free(request->request);
    free(request);
}

int smb_ov_request_run(smb_ov_request *request, const float *values, const int64_t *dims,
                       int64_t rank) {
    const openvino_api *api = request->api;
    // Neither the dimensions nor an input's memory are written to; the API merely lacks `const`.
    ov_shape shape = {rank, (int64_t *)dims};
    void *tensor = NULL;
    int status = api->tensor_create_from_host_ptr(OV_ELEMENT_F32, shape, (void *)values, &tensor);
    if (status)
        return status;
    status = api->infer_request_set_input_tensor(request->request, tensor);
    if (!status)
        status = api->infer_request_infer(request->request);
    api->tensor_free(tensor);
    return status;
}

static int describe(const openvino_api *api, const void *tensor, smb_ov_tensor *out) {
    unsigned type = 0;
    int status = api->tensor_get_element_type(tensor, &type);
    if (status)
        return status;
    if (type != OV_ELEMENT_F32)
        return SMB_OV_ELEMENT_NOT_F32;
    ov_shape shape = {0};
    status = api->tensor_get_shape(tensor, &shape);
    if (status)
        return status;
    if (shape.rank > SMB_OV_RANK_MAX) {
        status = SMB_OV_RANK_UNSUPPORTED;
    } else {
        out->rank = shape.rank;
        for (int64_t i = 0; i < shape.rank; i++)
            out->dims[i] = shape.dims[i];
    }
    api->shape_free(&shape);
    if (!status)
        status = api->tensor_get_size(tensor, &out->count);
    if (!status)
        status = api->tensor_data(tensor, (void **)&out->values);
    return status;
}

int smb_ov_request_output(const smb_ov_request *request, size_t index, smb_ov_tensor *out) {
    const openvino_api *api = request->api;
    void *tensor = NULL;
    int status = api->infer_request_get_output_tensor_by_index(request->request, index, &tensor);
    if (status)
        return status;
    status = describe(api, tensor, out);
    // Only our handle goes; the memory belongs to the request.
    api->tensor_free(tensor);
    return status;
}
