import CRNP
import Model

/// A key inside librnp.
final class RNPKey {
  private let rnp: cs_rnp
  private let handle: rnp_key_handle_t

  init(_ rnp: cs_rnp, _ handle: rnp_key_handle_t) {
    self.rnp = rnp
    self.handle = handle
  }

  deinit { _ = rnp.key_handle_destroy(handle) }

  /// How the key stands at `now`; a subkey never better than its primary key.
  func state(under primary: RNPKey, at now: Instant) -> OpenPGPKeyState {
    for key in [primary, self] where key.says(rnp.key_is_revoked) != false {
      let isSoft =
        key.says(rnp.key_is_superseded) == true || key.says(rnp.key_is_retired) == true
      return .revoked(isSoft ? .retired : .compromised)
    }
    // librnp takes a key as valid while any of its owner's signatures lets it live; `valid_till` goes by
    // the newest alone. Both must hold.
    for key in [primary, self] {
      if let end = key.end, end <= now { return .expired(since: end) }
    }
    guard primary.says(rnp.key_is_valid) == true, says(rnp.key_is_valid) == true else {
      return .unusable(.notCertified)
    }
    var signs = false
    guard rnp.key_allows_usage(handle, "sign", &signs) == RNP_SUCCESS, signs else {
      return .unusable(.notForSigning)
    }
    return .usable(until: [primary.end, end].compactMap { $0 }.min())
  }

  /// Finds the first user id.
  func user(_ user: inout rnp_uid_handle_t?) -> Bool {
    rnp.key_get_uid_handle_at(handle, 0, &user) == RNP_SUCCESS
  }

  /// Finds the first signature about the key itself: direct, or binding a subkey.
  func signature(_ signature: inout rnp_signature_handle_t?) -> Bool {
    rnp.key_get_signature_at(handle, 0, &signature) == RNP_SUCCESS
  }

  private func says(
    _ question: (rnp_key_handle_t?, UnsafeMutablePointer<Bool>?) -> rnp_result_t
  ) -> Bool? {
    var answer = false
    return question(handle, &answer) == RNP_SUCCESS ? answer : nil
  }

  /// When the key ends or ended; nil where it does not, or never was valid.
  private var end: Instant? {
    var seconds: UInt64 = 0
    guard rnp.key_valid_till64(handle, &seconds) == RNP_SUCCESS, seconds > 0,
      let seconds = Int64(exactly: seconds)
    else { return nil }
    return Instant(clampingSeconds: seconds)
  }
}
