package import Git
package import Model

/// Why a repository could not be taken in at all; nothing is granted then.
///
/// What is wrong with a request, a merge or a policy is never an error: it becomes a reason.
package enum IntakeError: Error, Sendable {
  /// Git's objects cannot be read.
  case git(GitError)
  /// The policy that should be in force has faults, so nothing can be judged by it.
  case unreadablePolicy(tree: ObjectID, faults: [Reason])
  /// The commit has no `policies/` folder.
  case noPolicy(commit: ObjectID)
  /// OpenPGP certificates are in the policy, and this machine cannot judge them.
  case openPGP(String)
  /// A value that the caller reads on Intake's behalf could not be read.
  case record(any Error)
}

/// Runs `body`, which reads git's objects, and fails as the room does.
func inGit<Value>(_ body: () throws(GitError) -> Value) throws(IntakeError) -> Value {
  do throws(GitError) {
    return try body()
  } catch {
    throw .git(error)
  }
}
