import CRNP
import Model

/// One certificate inside librnp, as it stands at one time.
///
/// Each has a context of its own: certificates then cannot lend each other subkeys or signatures. It is made
/// and let go within one `RNPLibrary.use`.
final class RNPCertificate {
  private let rnp: cs_rnp
  private let context: rnp_ffi_t

  /// Takes in `packets`, of which the caller knows that they are one certificate.
  ///
  /// - Returns: Nil where librnp cannot read them.
  private init?(_ rnp: cs_rnp, _ packets: [UInt8], at now: Instant) {
    self.rnp = rnp
    var made: rnp_ffi_t?
    guard rnp.ffi_create(&made, "GPG", "GPG") == RNP_SUCCESS, let made else { return nil }
    context = made
    guard isSetUp(at: now), holds(packets) else { return nil }
  }

  deinit { _ = rnp.ffi_destroy(context) }

  /// Whether librnp judges by `now` and by our hashes, and keeps its log to itself.
  private func isSetUp(at now: Instant) -> Bool {
    let log = cs_rnp_discarded_log()
    // librnp reads a time of zero as its own clock.
    guard log >= 0, rnp.ffi_set_log_fd(context, log) == RNP_SUCCESS, now.seconds > 0,
      rnp.set_timestamp(context, UInt64(now.seconds)) == RNP_SUCCESS
    else { return false }
    // By itself it takes SHA-1 in old signatures: as old as their makers care to date them.
    return ["MD5", "SHA1", "RIPEMD160"].allSatisfy { (hash: String) in
      rnp.add_security_rule(
        context, "hash algorithm", hash, UInt32(RNP_SECURITY_OVERRIDE), 0, RNP_SECURITY_INSECURE)
        == RNP_SUCCESS
    }
  }

  private func holds(_ packets: [UInt8]) -> Bool {
    withInput(packets) { input in
      rnp.import_keys(context, input, RNP_LOAD_SAVE_PUBLIC_KEYS, nil) == RNP_SUCCESS
    } ?? false
  }

  /// How each key of `certificate` stands at `now`, by fingerprint; keys that librnp does not know are missing.
  static func keyStates(
    of certificate: OpenPGPCertificate, at now: Instant
  ) -> [String: OpenPGPKeyState] {
    RNPLibrary.use { rnp in
      guard let judge = RNPCertificate(rnp, certificate.packets, at: now),
        let primary = judge.key(certificate.fingerprint)
      else { return [:] }
      var states: [String: OpenPGPKeyState] = [:]
      for name in certificate.fingerprints {
        guard let key = judge.key(name) else { continue }
        states[name] = key.state(under: primary, at: now)
      }
      return states
    } ?? [:]
  }

  /// Whether librnp finds exactly one signature in `signature`, and it is good: by a key of `certificate`
  /// over `payload`, whether or not the key is revoked.
  static func verifies(
    _ signature: [UInt8], over payload: [UInt8], by certificate: OpenPGPCertificate,
    at now: Instant
  ) -> Bool {
    RNPLibrary.use { rnp in
      RNPCertificate(rnp, certificate.packetsWithoutRevocations, at: now)?
        .verifies(signature, over: payload)
        ?? false
    } ?? false
  }

  /// Whether librnp finds `signature` to be the primary key's about `subject`, as it stood when it was made.
  ///
  /// It sees a certificate that has this signature alone.
  static func holds(_ signature: OpenPGPSelfSignature, of subject: OpenPGPSubject) -> Bool {
    let hint = OpenPGPHint(subject: subject, signature: signature.packet)
    let packets = [subject.primary, subject.packet].compactMap { $0 }.flatMap { Array($0.whole) }
    let made = Instant(clampingSeconds: signature.created)
    return RNPLibrary.use { rnp in
      RNPCertificate(rnp, packets + hint.corrected, at: made)?.holds(subject) ?? false
    } ?? false
  }

  /// Whether the only signature about `subject` is good.
  private func holds(_ subject: OpenPGPSubject) -> Bool {
    var found: rnp_signature_handle_t?
    var user: rnp_uid_handle_t?
    defer {
      if let found { _ = rnp.signature_handle_destroy(found) }
      if let user { _ = rnp.uid_handle_destroy(user) }
    }
    do throws(OpenPGPError) {
      guard let key = key(try OpenPGPPublicKey(subject.key).name) else { return false }
      if let packet = subject.packet, packet.tag != OpenPGPPacket.publicSubkey {
        guard key.user(&user), rnp.uid_get_signature_at(user, 0, &found) == RNP_SUCCESS else {
          return false
        }
      } else {
        guard key.signature(&found) else { return false }
      }
    } catch {
      return false
    }
    return rnp.signature_is_valid(found, 0) == RNP_SUCCESS
  }

  private func verifies(_ signature: [UInt8], over payload: [UInt8]) -> Bool {
    withInput(payload) { payload in
      withInput(signature) { signature in
        var operation: rnp_op_verify_t?
        guard
          rnp.op_verify_detached_create(&operation, context, payload, signature) == RNP_SUCCESS,
          let operation
        else { return false }
        defer { _ = rnp.op_verify_destroy(operation) }
        var count = 0
        var found: rnp_op_verify_signature_t?
        guard rnp.op_verify_execute(operation) == RNP_SUCCESS,
          rnp.op_verify_get_signature_count(operation, &count) == RNP_SUCCESS, count == 1,
          rnp.op_verify_get_signature_at(operation, 0, &found) == RNP_SUCCESS
        else { return false }
        return rnp.op_verify_signature_get_status(found) == RNP_SUCCESS
      } ?? false
    } ?? false
  }

  private func key(_ fingerprint: String) -> RNPKey? {
    var handle: rnp_key_handle_t?
    guard rnp.locate_key(context, "fingerprint", fingerprint, &handle) == RNP_SUCCESS else {
      return nil
    }
    return handle.map { RNPKey(rnp, $0) }
  }

  /// `body` with librnp's reader of `bytes`; nil where it cannot be made.
  private func withInput<Value>(_ bytes: [UInt8], _ body: (rnp_input_t) -> Value) -> Value? {
    bytes.withUnsafeBufferPointer { buffer in
      var input: rnp_input_t?
      guard
        rnp.input_from_memory(&input, buffer.baseAddress, buffer.count, false) == RNP_SUCCESS,
        let input
      else { return nil }
      defer { _ = rnp.input_destroy(input) }
      return body(input)
    }
  }
}
