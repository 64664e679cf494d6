package import Git
package import Model

/// Whoever is at work in a repository, by the e-mail address that their git commits with.
///
/// It is a guess that spares typing; nothing is proved by an address.
package struct Asker {
  package let email: String?
  package let identity: IdentityID?

  /// By the `user.email` of git's configuration, which proves nothing and saves typing.
  package init(_ repository: Repository, _ policy: Policy) throws(ProcessingError) {
    do throws(GitError) {
      email = try repository.configuration("user.email")
    } catch {
      throw ProcessingError(error)
    }
    identity = email.flatMap { policy.identity(claiming: $0.utf8) }
  }
}
