import CRNP
import Synchronization

/// librnp's functions (`CS_RNP_FUNCTIONS` in CRNP), found once for the process.
///
/// Unchecked because the addresses of functions and the stream never change.
struct RNPLibrary: @unchecked Sendable {
  let functions: cs_rnp
  private let silence: UnsafeMutablePointer<FILE>

  /// The library, or the name of what is missing.
  ///
  /// Loading it takes some milliseconds.
  static let loaded: Result<RNPLibrary, OpenPGPError> = {
    var functions = cs_rnp()
    if let missing = cs_rnp_load(&functions) {
      return .failure(.libraryMissing(String(cString: missing)))
    }
    guard let silence = cs_discarding_stream() else {
      return .failure(.libraryMissing("/dev/null"))
    }
    return .success(RNPLibrary(functions: functions, silence: silence))
  }()

  private static let turn = Mutex(())

  /// What `body` makes of librnp, one caller at a time; nil where the library is missing.
  ///
  /// As Debian builds it librnp writes what it dislikes to C's standard error, whatever its own setting for
  /// a log says: noise, with text out of other people's certificates. So it gets another standard error.
  static func use<Value: Sendable>(_ body: (cs_rnp) -> Value) -> Value? {
    guard case .success(let library) = loaded else { return nil }
    return turn.withLock { _ in
      let before = cs_swap_standard_error(library.silence)
      defer { _ = cs_swap_standard_error(before) }
      return body(library.functions)
    }
  }
}
