import Model
import Signatures

/// `processor.json`: where the ledger began, and every set of keys that could write it since.
///
/// The rule for the record of a commit: it is its parent's, with the parent's id filled in where the
/// parent could not name itself, and perhaps one more set behind. The last set that the parent's
/// record then names is the one that signs. So the whole line is checked from commit to commit, and
/// a tip alone says which commits put its keys in force.
struct ProcessorRecord: Hashable, Sendable {
  /// The ledger's first commit; absent in that very commit.
  private(set) var begun: ObjectID?
  /// The tip of the ledger that this one replaces.
  let replaces: ObjectID?
  /// Oldest first, never empty; the first is the anchor's.
  private(set) var sets: [ProcessorKeySet]

  /// The record of a ledger's first commit.
  init(beginningWith set: ProcessorKeySet, replaces: ObjectID?) {
    begun = nil
    self.replaces = replaces
    sets = [set]
  }

  /// The newest set.
  var newest: ProcessorKeySet { sets[sets.count - 1] }

  /// The set whose keys sign the commit that has this record.
  var signers: ProcessorKeySet { endsInNewSet ? sets[sets.count - 2] : newest }

  /// Whether the commit that has this record puts its newest set in force.
  var endsInNewSet: Bool { sets.count > 1 && newest.accepted == nil }

  /// The record as the child of `commit`, which has this record, inherits it.
  func inherited(from commit: ObjectID) -> ProcessorRecord {
    var next = self
    if begun == nil { next.begun = commit }
    if endsInNewSet { next.sets[sets.count - 1].accepted = commit }
    return next
  }

  /// The record that puts `set` in force.
  func adding(_ set: ProcessorKeySet) -> ProcessorRecord {
    var next = self
    next.sets.append(set)
    return next
  }

  /// The record as it stood in the commit that put the set at `index` in force.
  func asOfAcceptance(of index: Int) -> ProcessorRecord {
    var then = self
    then.sets = Array(sets[...index])
    then.sets[index].accepted = nil
    if index == 0 { then.begun = nil }
    return then
  }
}

extension ProcessorRecord: Codable {
  private enum CodingKeys: CodingKey {
    case begun, replaces, sets
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    begun = try container.decode(ObjectID?.self, forKey: .begun)
    replaces = try container.decodeIfPresent(ObjectID.self, forKey: .replaces)
    sets = try container.decode([ProcessorKeySet].self, forKey: .sets)
    guard let first = sets.first, first.accepted == nil,
      sets.dropFirst().dropLast().allSatisfy({ $0.accepted != nil })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .sets, in: container, debugDescription: "not a chain of sets")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(begun, forKey: .begun)
    try container.encodeIfPresent(replaces, forKey: .replaces)
    try container.encode(sets, forKey: .sets)
  }
}
