// libFuzzer as a library: its own main would be one too many beside Swift's.
#ifndef COUNTERSIGN_FUZZER_SHIM_H
#define COUNTERSIGN_FUZZER_SHIM_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *argument_count, char ***arguments, int (*callback)(const uint8_t *data, size_t size));

#endif
