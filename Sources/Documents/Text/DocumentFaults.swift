package import Model

/// Why a document is refused: every fault that was found, in the order of the file.
package struct DocumentFaults: Error, Hashable, Sendable {
  /// Never empty; sorted by file, line and column.
  package let reasons: [Reason]

  package init(_ reasons: [Reason]) { self.reasons = reasons }
}

/// What reading one file turned up: its faults, and the other documents it names.
///
/// All faults of a file are reported together (DESIGN section 3), so a reader never stops at the first
/// one: it notes the fault here and reads on.
struct Findings {
  /// As reasons name it.
  let file: String
  private(set) var references: [Reference] = []
  private var reasons: [Reason] = []

  /// The most faults that are listed for one file; the rest is only counted.
  static let mostListed = 100

  init(file: String) { self.file = file }

  var isFaultless: Bool { reasons.isEmpty }

  /// Notes a fault: what was found and expected, and in `hint` how to mend it.
  mutating func fault(_ message: String, at mark: Mark?, hint: String? = nil) {
    reasons.append(
      Reason(
        .invalidDocument, message, at: SourceLocation(file: file, mark: mark), hint: hint))
  }

  /// Notes that the file names another document.
  mutating func refer(_ kind: Reference.Kind, _ name: String, at mark: Mark) {
    references.append(Reference(kind: kind, name: name, mark: mark))
  }

  /// The faults in the order of the file.
  var faults: DocumentFaults {
    let sorted = inFileOrder(reasons)
    guard sorted.count > Findings.mostListed else { return DocumentFaults(sorted) }
    let listed = Array(sorted.prefix(Findings.mostListed))
    let rest = Reason(
      .invalidDocument, "\(sorted.count - listed.count) more faults are not listed",
      at: SourceLocation(file: file), hint: "mend the faults listed first")
    return DocumentFaults(listed + [rest])
  }

  /// `value` where there is one and no fault was found, else the faults.
  func result<Value>(_ value: Value?) -> Result<Value, DocumentFaults> {
    guard isFaultless, let value else { return .failure(faults) }
    return .success(value)
  }
}

/// The reasons by file (as bytes), line and column; reasons of one place keep their order.
func inFileOrder(_ reasons: [Reason]) -> [Reason] {
  reasons.enumerated().sorted { left, right in
    let (leftFile, rightFile) = (left.element.file ?? "", right.element.file ?? "")
    if !leftFile.utf8.elementsEqual(rightFile.utf8) {
      return leftFile.utf8.lexicographicallyPrecedes(rightFile.utf8)
    }
    return (left.element.line ?? 0, left.element.column ?? 0, left.offset)
      < (right.element.line ?? 0, right.element.column ?? 0, right.offset)
  }.map(\.element)
}
