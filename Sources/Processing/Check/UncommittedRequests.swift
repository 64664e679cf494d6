package import Git
internal import Intake
package import Model

/// The request files of a work tree that are not what a commit has, by name and size alone.
///
/// A courtesy to whoever forgot `git commit`: a check reads commits and never a work tree.
package struct UncommittedRequests {
  /// Sorted.
  let paths: [RepositoryPath]

  /// Compares the work tree of `repository` with `commit`; a bare repository has nothing to compare.
  package init(
    in repository: Repository, since commit: ObjectID, _ files: FileAccess
  ) throws(ProcessingError) {
    guard let root = repository.workTree else {
      paths = []
      return
    }
    let committed: [RepositoryPath: Int]
    do throws(GitError) {
      committed = try UncommittedRequests.sizes(in: repository, commit)
    } catch {
      throw ProcessingError(error)
    }
    var found: [RepositoryPath] = []
    for folder in files.names(root + "requests") {
      for name in files.names(root + "requests/" + folder) {
        let path = RepositoryPath("requests/\(folder)/\(name)")
        guard let size = files.size(root + "requests/\(folder)/\(name)") else { continue }
        if committed[path] != size { found.append(path) }
      }
    }
    paths = found.sorted()
  }

  /// The note for whoever asked; nil where everything is committed.
  package var note: String? {
    guard !paths.isEmpty else { return nil }
    let shown = paths.prefix(5).map(\.description).joined(separator: ", ")
    let more = paths.count > 5 ? " and \(paths.count - 5) more" : ""
    return "note: not committed as they are, and so not checked: \(shown)\(more)"
  }

  private static func sizes(
    in repository: Repository, _ commit: ObjectID
  ) throws(GitError) -> [RepositoryPath: Int] {
    var sizes: [RepositoryPath: Int] = [:]
    let top = try repository.tree(repository.rawCommit(commit).tree)
    guard let requests = top.first(where: { $0.name.elementsEqual("requests".utf8) }),
      requests.isTree
    else { return [:] }
    for folder in try repository.tree(requests.id) where folder.isTree {
      for file in try repository.tree(folder.id) where !file.isTree {
        let path = RepositoryPath(Array("requests/".utf8) + folder.name + [0x2F] + file.name)
        if file.mode != TreeEntry.submodule {
          sizes[path] = try repository.header(of: file.id).size
        }
      }
    }
    return sizes
  }
}
