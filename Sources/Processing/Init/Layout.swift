internal import Decisions
internal import Documents
internal import Model

/// The files that `init` lays out, checked before any is written.
struct Layout: Sendable {
  struct File: Sendable {
    let path: String
    let content: String
    let isProgram: Bool
  }

  let files: [File]

  /// Policies, where there are none yet, and what makes `hosts` run Countersign.
  ///
  /// - Throws: `.unreadableDocument` and every fault where what the person gave makes no faultless policy.
  init(policies: PolicyTemplate?, hosts: [HostKind], mainline: String) throws(ProcessingError) {
    var files = (policies?.files ?? []).map {
      File(path: $0.path, content: $0.content, isProgram: false)
    }
    try Layout.check(files)
    for host in hosts {
      files += WorkflowTemplate(host: host, mainline: mainline).files.map {
        File(path: $0.path, content: $0.content, isProgram: $0.isProgram)
      }
    }
    self.files = files
  }

  /// Reads the policies as a run would, and runs their tests.
  private static func check(_ files: [File]) throws(ProcessingError) {
    guard !files.isEmpty else { return }
    var parsed: [ParsedDocument] = []
    var faults: [Reason] = []
    for file in files {
      switch readPolicyDocument(Array(file.content.utf8), at: RepositoryPath(file.path)) {
      case .success(let document): parsed.append(document)
      case .failure(let found): faults += found.reasons
      }
    }
    guard faults.isEmpty else { throw ProcessingError(.unreadableDocument, faults) }
    switch assemblePolicy(parsed) {
    case .failure(let found): throw ProcessingError(.unreadableDocument, found.reasons)
    case .success(let policy):
      let failed = failures(ofTestsIn: policy)
      guard failed.isEmpty else { throw ProcessingError(.bug, failed) }
    }
  }

  /// Writes what is not there yet below `root`; nothing that is there is touched.
  ///
  /// - Returns: What was written and what was kept, both sorted.
  func write(
    below root: String, _ access: FileAccess
  ) throws(ProcessingError) -> (written: [String], kept: [String]) {
    var (written, kept): ([String], [String]) = ([], [])
    for file in files {
      let place = "\(root)/\(file.path)"
      if access.isTaken(place) {
        kept.append(file.path)
        continue
      }
      try access.write(Array(file.content.utf8), place)
      if file.isProgram { try access.makeExecutable(place) }
      written.append(file.path)
    }
    return (written.sorted(), kept.sorted())
  }
}
