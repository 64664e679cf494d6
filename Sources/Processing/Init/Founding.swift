package import Model
internal import Signatures

/// Lays out an access repository.
///
/// What can be wrong is found before anything is made; only a key is made earlier, and taken again the next time.
package struct Founding {
  private let place: WorkTree
  private let settings: Settings?
  private let processorKey: SSHPublicKey?
  private var people: [FirstPerson] = []
  private let outside: Outside

  /// Looks at the folder `directory`, which need not exist.
  ///
  /// - Parameters:
  ///   - people: Who may change the rules, each as `id=…,name=…,email=…,key=FILE.pub`.
  ///   - processorKey: The file of the public half of the processor's key.
  /// - Throws: `.wrongUsage` for a person or key that is none, or a place where no policies can stand.
  package init(
    in directory: String, people: [String], processorKey: String?, _ outside: Outside
  ) throws(ProcessingError) {
    self.outside = outside
    for person in people { self.people.append(try FirstPerson(written: person, outside.files)) }
    self.processorKey = try processorKey.map { path throws(ProcessingError) in
      try PublicKeyFile.read(path, outside.files)
    }
    place = try WorkTree(at: directory, outside)
    settings = try place.settings()
  }

  /// Whether somebody has still to be named who may change the rules.
  package var needsPeople: Bool { settings == nil && people.isEmpty }

  /// Lets `more` change the rules as well.
  package mutating func add(_ more: [FirstPerson]) { people += more }

  /// Writes what is missing; nothing that is there already is changed.
  ///
  /// - Parameters:
  ///   - hosts: What shall run it.
  ///   - keyPlace: Where to make the processor's key.
  ///   - configuration: The folder that it is made in where nobody says.
  package func lay(
    for hosts: [HostKind], keyPlace: String?, configuration: String?, at now: Instant
  ) async throws(ProcessingError) -> InitReport {
    let mainline = settings?.mainline ?? place.branch
    var template: PolicyTemplate?
    var madeKey: String?
    if settings == nil {
      let key: SSHPublicKey
      if let processorKey {
        key = processorKey
      } else {
        let path = if let keyPlace { keyPlace } else { try place.keyPlace(in: configuration) }
        key = try await ProcessorKeyFile.made(at: path, notIn: place.root, outside)
        madeKey = path
      }
      template = PolicyTemplate(mainline: mainline, processor: key, people: people, now: now)
    }
    let layout = try Layout(policies: template, hosts: hosts, mainline: mainline)
    try await place.prepare()
    let (written, kept) = try layout.write(below: place.root, outside.files)
    return InitReport(
      root: place.root, mainline: mainline, written: written, kept: kept, madeKey: madeKey,
      people: template?.people.count, hosts: hosts)
  }
}
