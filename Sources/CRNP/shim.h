// librnp, loaded when the first OpenPGP certificate is judged and not before.
//
// Linked in the usual way it would bring Botan and the C++ library into every start of the program, which
// costs about 4.5 ms; most runs see no OpenPGP at all. So nothing here links: the functions are looked up.
#ifndef COUNTERSIGN_RNP_SHIM_H
#define COUNTERSIGN_RNP_SHIM_H

#include <dlfcn.h>
#include <fcntl.h>
#include <rnp/rnp.h>
#include <rnp/rnp_err.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// X(name) for each function of rnp.h that is used, without its `rnp_`.
#define CS_RNP_FUNCTIONS(X) \
  X(ffi_create) X(ffi_destroy) X(ffi_set_log_fd) X(set_timestamp) \
  X(add_security_rule) X(remove_security_rule) \
  X(input_from_memory) X(input_destroy) X(import_keys) X(buffer_destroy) \
  X(locate_key) X(key_handle_destroy) \
  X(key_is_valid) X(key_valid_till64) X(key_is_expired) X(key_is_revoked) \
  X(key_is_compromised) X(key_is_superseded) X(key_is_retired) X(key_allows_usage) \
  X(key_get_primary_uid) \
  X(key_get_uid_handle_at) X(uid_handle_destroy) X(key_get_signature_at) \
  X(uid_get_signature_at) X(signature_is_valid) X(signature_handle_destroy) \
  X(op_verify_detached_create) X(op_verify_execute) X(op_verify_get_signature_count) \
  X(op_verify_get_signature_at) X(op_verify_signature_get_status) X(op_verify_destroy)

/// The functions of librnp that are used, each under its name in rnp.h less `rnp_`.
struct cs_rnp {
#define CS_RNP_MEMBER(name) __typeof__(&rnp_##name) name;
  CS_RNP_FUNCTIONS(CS_RNP_MEMBER)
#undef CS_RNP_MEMBER
};

/// Loads librnp for the rest of the process; NULL on success, else the name of what is missing.
static inline const char *cs_rnp_load(struct cs_rnp *rnp) {
  void *library = dlopen("librnp.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return "librnp.so.0";
#define CS_RNP_FIND(name) \
  rnp->name = (__typeof__(rnp->name))dlsym(library, "rnp_" #name); \
  if (!rnp->name) return "rnp_" #name;
  CS_RNP_FUNCTIONS(CS_RNP_FIND)
#undef CS_RNP_FIND
  return NULL;
}

/// A descriptor that swallows what is written to it; -1 where there is none.
static inline int cs_rnp_discarded_log(void) { return open("/dev/null", O_WRONLY | O_CLOEXEC); }

/// A stream that swallows what is written to it; NULL where there is none.
static inline FILE *cs_discarding_stream(void) { return fopen("/dev/null", "we"); }

/// Makes `stream` C's standard error and answers with what it was; glibc lets programs do so.
static inline FILE *cs_swap_standard_error(FILE *stream) {
  FILE *before = stderr;
  stderr = stream;
  return before;
}

#endif
