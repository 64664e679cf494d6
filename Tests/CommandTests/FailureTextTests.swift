import Model
import Processing
import Reports
import Testing

@testable import CountersignCommand

/// THREATS row 30: what standard error says of a failure.
@Suite struct FailureTextTests {
  @Test func keepsEachTextInItsLine() {
    let failure = Failure(
      .negative, "x\n::error::y",
      causes: [
        Objection("a\nb", hint: "c\u{202E}", code: .evilMerge), Objection("##[error]d"),
      ], hint: "e\rf")
    #expect(
      failure.text.text == #"""
        countersign: x\u{a}\u{3a}:error::y
          evil-merge: a\u{a}b
            mend: c\u{202e}
          #\u{23}[error]d
          mend: e\u{d}f

        """#)
  }

  @Test func showsOrdinaryWordsAsTheyAre() {
    let failure = Failure(
      .negative, [Reason(.notAnApprover, "Tom may not.", at: SourceLocation(file: "a.yaml"))])
    #expect(failure.text.text == "countersign: not-an-approver: Tom may not.\n  at a.yaml\n")
  }
}
