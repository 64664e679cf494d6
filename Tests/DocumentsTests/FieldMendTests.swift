import Documents
import FoundationEssentials
import Model
import TestSupport
import Testing

/// Every fault of a document that the golden files show is mended as its text says, and then it is gone.
@Suite("Mends of fields")
struct FieldMendTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let path: String
    let text: String
    let reason: Reason

    var testDescription: String { "\(path): \(reason.message) (\(reason.hint ?? ""))" }
  }

  /// What asks for something that only people know, or is in another file.
  static let forPeople: [String] = [
    "DSA keys are not taken: make a key with `…`",
    "OpenSSH takes no other, and the certificate would open nothing",
    "`…` holds nothing else",
    "`…` is a whole segment, and no segment is empty, `…` or `…`",
    "`…` is an empty list, where it takes one entry or more",
    "`…` is empty, where it takes one entitlement or more",
    "`…` is for servers on this machine (127.0.0.1, localhost)",
    "`…` stands for the holder's id",
    "a claim that is a list is never equal: pin another",
    "a group that is repeated may not repeat or choose inside",
    "a line asks for `…` only where all its paths begin with `…`",
    "a mandate is `…`",
    "add `…`",
    "an entitlement cannot conflict with itself",
    "ask somebody else as well, such as `…`",
    "copy the line of the `…` file: the type, a blank and the key",
    "documents are `…`, `…`, `…`, `…`, `…` and files in `…`, `…`, `…`, `…`, `…`, `…`, `…`, `…`, `…`, `…`",
    "groups are `…` or `…`: lookaround, names and options are not taken",
    "install it where runs are, and write its whole path",
    "it is no valid regular expression",
    "it repeats at more than four places",
    "keys that came over anything else could be anybody's",
    "make two entries of them",
    "make up an employee who answers for a.vendor",
    "make up an employee who answers for an.employee",
    "name the file after the person; what several people or programs use is a workload, `…`, with a human owner",
    "name the key itself, not a certificate",
    "name what tells it from all others, by ids that nobody can take over",
    "other variables of the runner are none of the policy's business",
    "patterns start at the root without a `…`",
    "rename one",
    "save what the issuer publishes as it is",
    "the base64 is damaged: copy the line of the `…` file anew",
    "the escapes are `…`, `…`, `…` and those of punctuation",
    "the key is damaged: copy the line of the `…` file anew",
    "the system has no entitlement `…`",
    "the types are `…`, `…`, `…`, `…`, `…`, `…`, `…`",
    "write `…` and, indented below it, all lines of the file",
    "write `…` where the ticket's name belongs",
    "write the claim's value",
  ]

  static let faults: [Fault] = {
    var found: [Fault] = []
    for name in GoldenFaultTests.names {
      let data = FileManager.default.contents(atPath: goldenFile("\(name).txt"))
      for section in String(decoding: data ?? Data(), as: UTF8.self).split(separator: "=== ") {
        guard let line = section.firstIndex(of: "\n"),
          let end = section.firstRange(of: "--- faults\n")
        else { continue }
        let path = String(section[..<line])
        let text = String(section[section.index(after: line)..<end.lowerBound])
        found += documentReasons(path, text).map { Fault(path: path, text: text, reason: $0) }
      }
    }
    return found
  }()

  @Test func `what the mend of a field says helps`() {
    var open: Set<String> = []
    for fault in Self.faults {
      guard let mended = FieldMend(text: fault.text, reason: fault.reason).followed else {
        open.insert(shape(fault.reason))
        continue
      }
      let known = documentReasons(fault.path, fault.text)
      let left = documentReasons(fault.path, mended)
      let before = known.count { $0.isLike(fault.reason) }
      #expect(
        left.count { $0.isLike(fault.reason) } < before,
        "\(fault.testDescription)\n\(mended)")
      // What is read only now may have faults of its own; what was added or taken away may not.
      let hint = fault.reason.hint ?? ""
      let isWhole =
        !fault.reason.message.hasPrefix("nothing here says")
        && (hint.hasPrefix("add ") || hint.hasPrefix("remove `") || hint.contains("behind"))
      for new in left where !known.contains(where: { $0.isLike(new) }) {
        #expect(
          !isWhole && !new.message.contains("not readable"),
          "\(fault.testDescription)\n==> \(new.message) (\(new.hint ?? ""))\n\(mended)")
      }
    }
    #expect(open.sorted() == Self.forPeople)
  }

  private func shape(_ reason: Reason) -> String {
    (reason.hint ?? reason.message).replacing(/`[^`]*`/, with: "`…`")
  }
}

extension Reason {
  /// Whether `other` says the same, wherever.
  fileprivate func isLike(_ other: Reason) -> Bool {
    message == other.message && hint == other.hint
  }
}
