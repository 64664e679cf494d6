package import Model

/// An entry of a git tree, before its content is loaded.
package struct RepositoryEntry: Hashable, Sendable {
  package let path: RepositoryPath
  /// As git writes it, such as `0o100644`.
  package let mode: UInt32
  /// In bytes, from the object's header; 0 for a submodule.
  package let size: Int

  package init(path: RepositoryPath, mode: UInt32, size: Int) {
    self.path = path
    self.mode = mode
    self.size = size
  }
}

/// What document `entry` is, after its path, mode and size have been looked at (THREATS row 26).
///
/// A link, a submodule, a program or a file of 10 MB is refused here, without its content. All that is
/// wrong with the entry is reported together.
package func documentKind(of entry: RepositoryEntry) -> Result<DocumentKind, DocumentFaults> {
  var findings = Findings(file: entry.path.description)
  if let fault = modeFault(entry.mode) {
    findings.fault(fault.message, at: nil, hint: fault.hint)
  }
  let kind = documentKind(of: entry.path)
  if entry.size > Limits.file {
    let isCertificate = kind == .success(.certificate)
    findings.fault(
      tooLarge(entry.size), at: nil,
      hint: isCertificate
        ? "leave out what others signed: gpg --armor --export --export-options export-minimal <fingerprint>; "
          + "a photo or revoked user ids go with gpg --edit-key"
        : "a document has at most \(Limits.file) bytes")
  }
  switch kind {
  case .success(let kind):
    return findings.result(kind)
  case .failure(let faults):
    let others = findings.isFaultless ? [] : findings.faults.reasons
    return .failure(DocumentFaults(faults.reasons + others))
  }
}

private func modeFault(_ mode: UInt32) -> (message: String, hint: String)? {
  switch mode {
  case 0o100644: nil
  case 0o100755:
    ("the file is executable (mode 100755)", "run `git update-index --chmod=-x` on it")
  case 0o120000:
    ("the file is a symbolic link (mode 120000)", "put the document itself in its place")
  case 0o160000: ("a submodule (mode 160000) stands here", "remove the submodule")
  case 0o040000: ("a folder (mode 40000) stands here", "remove the folder")
  default:
    ("the file has mode \(String(mode, radix: 8)), where documents have 100644", "add it anew")
  }
}

/// Which of `paths` some file system takes for one another: a fault at each such path but the first.
///
/// Paths are compared as a file system may fold them: without case, in any Unicode form, without dots
/// at the end of a part (THREATS row 25). The rule for plain names leaves only the dots, but whoever
/// looks for the reason why a path is refused wants to hear of the other one.
package func foldingFaults(_ paths: [RepositoryPath]) -> [Reason] {
  // Thousands of paths that are their own folding, as nearly all are, need no folding to compare.
  guard !paths.allSatisfy(isItsOwnFolding) else { return [] }
  var first: [[String]: RepositoryPath] = [:]
  var reasons: [Reason] = []
  for path in paths.sorted() {
    // Strings are equal where they are canonically equivalent, which is what is wanted here.
    let folded = path.segments.map { segment in
      let name = String(decoding: segment, as: UTF8.self).lowercased()
      return String(name.reversed().drop { $0 == "." }.reversed())
    }
    guard let other = first[folded] else {
      first[folded] = path
      continue
    }
    guard other != path else { continue }
    reasons.append(
      Reason(
        .invalidDocument, "some file systems take the path for `\(other)`",
        at: SourceLocation(file: "\(path)"), hint: "rename or remove one of the two"))
  }
  return reasons
}

/// Whether folding changes nothing: plain names, none of which ends in a dot.
private func isItsOwnFolding(_ path: RepositoryPath) -> Bool {
  guard path.isPlain else { return false }
  var previous = UInt8(ascii: "/")
  for byte in path.bytes {
    if byte == UInt8(ascii: "/"), previous == UInt8(ascii: ".") { return false }
    previous = byte
  }
  return previous != UInt8(ascii: ".")
}
