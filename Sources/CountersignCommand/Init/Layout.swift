internal import Decisions
internal import Documents
internal import Model
internal import Processing

/// The files that `init` lays out, checked before any is written.
struct Layout: Sendable {
  struct File: Sendable {
    let path: String
    let content: String
    let isProgram: Bool
  }

  let files: [File]

  /// Policies, where there are none yet, and what makes `forges` run Countersign.
  ///
  /// - Throws: With status 65 and every fault where what the person gave makes no faultless policy.
  init(policies: PolicyTemplate?, forges: [Forge], mainline: String) throws(Failure) {
    var files = (policies?.files ?? []).map {
      File(path: $0.path, content: $0.content, isProgram: false)
    }
    try Layout.check(files)
    for forge in forges {
      files += WorkflowTemplate(forge: forge, mainline: mainline).files.map {
        File(path: $0.path, content: $0.content, isProgram: $0.isProgram)
      }
    }
    self.files = files
  }

  /// Reads the policies as a run would, and runs their tests.
  private static func check(_ files: [File]) throws(Failure) {
    guard !files.isEmpty else { return }
    var parsed: [ParsedDocument] = []
    var faults: [Reason] = []
    for file in files {
      switch readPolicyDocument(Array(file.content.utf8), at: RepositoryPath(file.path)) {
      case .success(let document): parsed.append(document)
      case .failure(let found): faults += found.reasons
      }
    }
    guard faults.isEmpty else { throw Failure(.unreadableDocument, faults) }
    switch assemblePolicy(parsed) {
    case .failure(let found): throw Failure(.unreadableDocument, found.reasons)
    case .success(let policy):
      let failed = failures(ofTestsIn: policy)
      guard failed.isEmpty else { throw Failure(.bug, failed) }
    }
  }

  /// Writes what is not there yet below `root`; nothing that is there is touched.
  ///
  /// - Returns: What was written and what was kept, both sorted.
  func write(below root: String) throws(Failure) -> (written: [String], kept: [String]) {
    var (written, kept): ([String], [String]) = ([], [])
    for file in files {
      let place = "\(root)/\(file.path)"
      if Files.isTaken(place) {
        kept.append(file.path)
        continue
      }
      try Files.write(Array(file.content.utf8), to: place)
      if file.isProgram { try Files.makeExecutable(place) }
      written.append(file.path)
    }
    return (written.sorted(), kept.sorted())
  }
}
