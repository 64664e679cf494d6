package import Git
import Model
package import Signatures

/// Writes a ledger's commits, each signed with the processor's key.
///
/// It writes objects and moves no reference: the caller moves the ledger's branch from the tip that it
/// read to the one it is answered with, or throws the work away when somebody else was faster.
package struct LedgerWriter {
  /// Where the commits are written.
  package let repository: Repository
  /// The processor's key.
  package let key: SSHPrivateKey

  /// A writer into `repository`.
  package init(repository: Repository, key: SSHPrivateKey) {
    self.repository = repository
    self.key = key
  }

  /// From how many commits on the objects of a run are written as one pack.
  private static let batchSize = 4

  /// Runs `body`, which writes `count` commits, in one batch where that pays.
  ///
  /// Nothing of a batch can be read by anybody before all of it is on the disk.
  func writing<Value>(
    _ count: Int, _ body: () throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    guard count >= Self.batchSize else { return try body() }
    try inGit { () throws(GitError) in try repository.beginBatch() }
    do throws(LedgerError) {
      let value = try body()
      try inGit { () throws(GitError) in try repository.commitBatch() }
      return value
    } catch {
      repository.discardBatch()
      throw error
    }
  }

  /// Checks that the key is one of `set`, before anything is signed that nobody would believe.
  func checkKey(isIn set: ProcessorKeySet) throws(LedgerError) {
    guard set.keys.contains(key.publicKey) else {
      throw LedgerError(
        .keyNotInForce,
        "the processor's key is \(key.publicKey.fingerprint), and the ledger takes only "
          + "\(set.shown), the keys in the policies of \(set.landing)")
    }
  }

  /// Writes the signed commit of `tree` and answers with its id.
  func commit(
    _ tree: ObjectID, _ parent: ObjectID?, _ message: LedgerMessage
  ) throws(LedgerError) -> ObjectID {
    let payload = message.payload(tree: tree, parent: parent)
    let signature: [UInt8]
    do throws(SSHError) {
      signature = try key.sign(payload)
    } catch {
      throw LedgerError(.signingFailed, "the ledger's commit cannot be signed: \(error)")
    }
    return try inGit { () throws(GitError) in
      try repository.write(
        Commit.signedBytes(payload: payload, signature: signature), as: .commit)
    }
  }
}
