internal import Documents
internal import Git
internal import Model
internal import Signatures

/// A file of a landing: where it stands, and what.
struct PlacedFile {
  let path: RepositoryPath
  let entry: Entry
}

/// Reads the files of requests and mandates from git objects.
struct RequestFiles {
  let reader: ObjectReader

  /// What each of `files` says, in their order; where there are thousands, all processors read them.
  ///
  /// - Parameter own: What this thread does first, while others read.
  func documents(
    at files: [PlacedFile], after own: () throws(GitError) -> Void
  ) throws(GitError) -> [RequestDocument] {
    let meter = reader.meter
    return try reader.repository.concurrently(files, pieces: 8, after: own) {
      repository, share throws(GitError) in
      let files = RequestFiles(reader: ObjectReader(repository, meter: meter))
      var documents: [RequestDocument] = []
      documents.reserveCapacity(share.count)
      for file in share { documents.append(try files.document(at: file.path, file.entry)) }
      return documents
    }
  }

  /// What the file at `path` says, or every fault that keeps it from being a request.
  func document(at path: RepositoryPath, _ entry: Entry) throws(GitError) -> RequestDocument {
    switch try reader.content(at: path, entry) {
    case .failure(let faults): return .unreadable(faults.reasons)
    case .success((.mandate, let bytes)):
      return switch readMandate(bytes, at: path) {
      case .success(let mandate): .mandate(mandate)
      case .failure(let faults): .unreadable(faults.reasons)
      }
    case .success((let kind, let bytes)):
      switch readRequest(bytes, at: path, which: kind) {
      case .success(let request): return withSoundKey(request, at: path)
      case .failure(let faults): return .unreadable(faults.reasons)
      }
    }
  }

  /// `request`, unless it asks to certify a key by which everybody, or nobody, could sign (THREATS row 70).
  private func withSoundKey(_ request: Request, at path: RepositoryPath) -> RequestDocument {
    guard let key = request.publicKey, let fault = KeyCheck.fault(in: key.value) else {
      return proven(request, at: path)
    }
    return .unreadable([
      Reason(
        .weakKey, "`public_key` is a key that nothing can be certified for: \(fault)",
        at: SourceLocation(file: path.description, mark: key.mark),
        hint: "make another: ssh-keygen -t ed25519")
    ])
  }

  /// `request` with the key that its request for a certificate proves, where it brings one.
  private func proven(_ request: Request, at path: RepositoryPath) -> RequestDocument {
    guard let asked = request.certificateRequest else { return .readable(request) }
    do throws(CertificateRequestFault) {
      return .readable(request.proving(try CertificateRequest(der: asked.value).provenKey))
    } catch {
      return .unreadable([
        Reason(
          .invalidDocument, "`certificate_request` proves nothing: \(error)",
          at: SourceLocation(file: path.description, mark: asked.mark),
          hint: "make it with `openssl req -new`, and copy all of the file")
      ])
    }
  }

  /// The request at the blob that a record names.
  func document(of record: RequestRecord) throws(GitError) -> RequestDocument {
    try document(at: record.path, Entry(mode: TreeEntry.file, id: record.blob))
  }

  /// What a grant of `key` landed by `landing` is called (DESIGN section 7).
  static func grantID(of key: RequestKey, landing: ObjectID) -> GrantID {
    let text = key.path.bytes + [0] + Array("\(key.blob)".utf8) + [0] + Array("\(landing)".utf8)
    return GrantID(digest: sha256(text))
  }

  /// The commits that changed the recorded request and hold the very blob that landed.
  func holders(of record: RequestRecord) throws(GitError) -> [ObjectID] {
    let landed = Entry(mode: TreeEntry.file, id: record.blob)
    var holders: [ObjectID] = []
    for change in record.changes
    where try reader.leaf(at: record.path, inCommit: change.commit) == landed {
      holders.append(change.commit)
    }
    return holders
  }

  /// When the commits of `changes` say they were made, the first and the last.
  func made(_ changes: [RequestChange]) throws(GitError) -> ClosedRange<Instant>? {
    var dates: [Instant] = []
    for change in changes {
      let node = try reader.commit(change.commit)
      dates.append(Instant(clampingSeconds: node.seconds))
    }
    guard let first = dates.min(), let last = dates.max() else { return nil }
    return first...last
  }
}
