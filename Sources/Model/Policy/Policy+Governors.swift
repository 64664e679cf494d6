/// Whom a governance line asks about one path, by the policy in force (DESIGN section 6).
extension Policy {
  /// What `line` asks of a change of `path`.
  ///
  /// A line of approvals that takes nobody but `sponsor` is asked where the contract of somebody who has a sponsor by
  /// this policy would end later. It asks nothing of an employee's file, of one that is new (a sponsor is given by more
  /// than that), or of a change that ends access or only says when facts were verified.
  /// - Parameter next: The policy that the change would bring; without one every change asks.
  package func approvalLines(
    of line: GovernanceLine, changing path: RepositoryPath, to next: Policy?
  ) -> [ApprovalLine] {
    guard !asksSponsor(path, next) else { return line.approvals }
    return line.approvals.filter { !$0.takesSponsorsOnly }
  }

  private func asksSponsor(_ path: RepositoryPath, _ next: Policy?) -> Bool {
    guard let id = Person.id(ofFile: path), let person = people[id], person.sponsor != nil else {
      return false
    }
    guard let next else { return true }
    guard let ends = next.people[id]?.contract?.ends else { return false }
    return person.contract.map { $0.ends < ends } ?? true
  }

  /// The people whom `selectors` of a governance line name for a change of `path`, sorted.
  ///
  /// `sponsor` is whoever answers for the person by this policy, whatever the change says. One who has left or is
  /// suspended can neither consent nor stand in the way: those whom the settings' line names stand in.
  package func governors(
    named selectors: [ApproverSelector], changing path: RepositoryPath
  ) -> [IdentityID] {
    var people: Set<IdentityID> = []
    for selector in selectors {
      switch selector {
      case .group(let group): people.formUnion(members(of: group))
      case .person(let id): people.insert(id)
      // Documents refuse it here: a path has no system.
      case .owner: break
      case .sponsor:
        guard let sponsor = sponsor(ofFile: path) else { break }
        if self.people[sponsor]?.status == .active {
          people.insert(sponsor)
        } else {
          people.formUnion(settingsGovernors)
        }
      }
    }
    return people.sorted()
  }

  /// Everybody whom the line that governs the settings names.
  private var settingsGovernors: [IdentityID] {
    let settings = RepositoryPath(Settings.file)
    return self.settings.governance(of: settings)?.approvals.flatMap(\.from).flatMap {
      selector -> [IdentityID] in
      switch selector {
      case .group(let group): members(of: group)
      case .person(let id): [id]
      case .owner, .sponsor: []
      }
    } ?? []
  }

  /// Who answers for the person whose file `path` is.
  private func sponsor(ofFile path: RepositoryPath) -> IdentityID? {
    Person.id(ofFile: path).flatMap { people[$0]?.sponsor }
  }
}

extension ApprovalLine {
  /// Whether nobody but the sponsor of whoever a file is of could take it.
  package var takesSponsorsOnly: Bool { !from.isEmpty && from.allSatisfy { $0 == .sponsor } }
}

extension Person {
  /// The folder of people's files.
  package static let folder = "policies/people"

  /// Whose file `path` is; nil where it is no person's.
  package static func id(ofFile path: RepositoryPath) -> IdentityID? {
    let (begin, end) = (Array("\(folder)/".utf8), Array(".yaml".utf8))
    guard path.bytes.starts(with: begin), path.bytes.suffix(end.count).elementsEqual(end) else {
      return nil
    }
    let name = path.bytes.dropFirst(begin.count).dropLast(end.count)
    return isPlainName(name) ? IdentityID(String(decoding: name, as: UTF8.self)) : nil
  }
}

extension PathPattern {
  /// Whether it can match nothing but people's files.
  package var isOfPeople: Bool { text.utf8.starts(with: "\(Person.folder)/".utf8) }
}
