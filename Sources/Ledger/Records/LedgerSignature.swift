import Git
import Model
import Signatures

/// A commit's signature and the keys it must be by: all that is needed to check it, on any thread.
struct LedgerSignature: Sendable {
  let commit: ObjectID
  let payload: [UInt8]
  let signature: [UInt8]?
  let keys: ProcessorKeySet

  /// Checks that one of the keys signed the payload for git.
  func check() throws(LedgerError) {
    guard let signature else { throw .untrusted(commit, "is not signed") }
    let verdict = SSHKeyring(keys.keys).verify(signature, over: payload)
    guard case .good(let verified) = verdict else {
      throw .untrusted(commit, "does not prove who made it: \(verdict)")
    }
    guard keys.keys.contains(verified.key) else {
      throw .untrusted(
        commit,
        "is signed by \(verified.key.fingerprint), and only \(keys.shown) may write there")
    }
  }
}
