import CRNP

/// librnp's functions, found once for the process.
///
/// Unchecked because the addresses of functions never change; librnp itself has no state outside the
/// contexts that are made with it.
struct RNPLibrary: @unchecked Sendable {
  let functions: cs_rnp

  /// The library, or the name of what is missing. Loading it takes some milliseconds.
  static let loaded: Result<RNPLibrary, OpenPGPError> = {
    var functions = cs_rnp()
    if let missing = cs_rnp_load(&functions) {
      return .failure(.libraryMissing(String(cString: missing)))
    }
    return .success(RNPLibrary(functions: functions))
  }()
}
