import CLibGit2
import Model

/// A remote that a fetch has reached, with what it shows.
///
/// The thread that waits hands it to the one that works, and back: no two use it at once.
final class FetchSource: @unchecked Sendable {
  private enum Way {
    case connection(RemoteConnection)
    /// A remote that is a path.
    case repository(Repository)
  }

  /// The references that were asked for, as far as the remote has them.
  let shown: [String: ObjectID]
  private let way: Way
  private let target: Repository

  /// Reaches `remote` and asks for `names`.
  init(
    _ remote: Remote, _ names: [String], _ credentials: Credentials, for target: Repository
  ) throws(GitError) {
    self.target = target
    var found: [String: ObjectID] = [:]
    if let path = target.localPath(remote.url) {
      let source = try Repository(exactlyAt: path)
      for name in names { found[name] = try source.reference(name) }
      way = .repository(source)
    } else {
      let connection = try RemoteConnection(target, remote.url, GIT_DIRECTION_FETCH, credentials)
      let references = try connection.references()
      for name in names { found[name] = references[name] }
      way = .connection(connection)
    }
    shown = found
  }

  /// Brings the objects of `chosen`, some of what is shown, and moves no reference.
  func deliver(_ chosen: [String: ObjectID]) throws(GitError) {
    switch way {
    case .connection(let connection): try connection.download(chosen.keys.sorted())
    case .repository(let source): try source.copyObjects(of: chosen.values.sorted(), to: target)
    }
  }
}
