import TestSupport
import Testing

/// A state of a repository, of a machine or of what somebody typed, in which a command fails with a mend that helps.
///
/// Everything is a shell's lines, run in the clone of an `ApproveHub`: `$S` is its scratch folder, `$H` the remote,
/// `$L` the ledger's branch there.
struct SetupMend: CustomTestStringConvertible, Sendable {
  let name: String
  /// Who does all this.
  var by = "priya"
  /// Makes the state.
  var state = "true"
  /// What fails in it.
  let command: String
  /// What is wrong, to the word.
  let fault: String
  /// What the mend says, to the word.
  let mend: String
  /// Does what it says.
  var follow = "true"
  /// The command as the mend has it, where that is another.
  var again: String?

  var testDescription: String { name }

  static let all = initialising + people + ledgers + machines

  /// `init`.
  private static let initialising: [SetupMend] = {
    let person = "id=priya,name=Priya,email=priya@example.com"
    return [
      SetupMend(
        name: "init with a private key",
        command: "countersign init $S/new --person \(person),key=$S/key-priya",
        fault: "is a private key", mend: "key-priya.pub",
        again: "countersign init $S/new --person \(person),key=$S/key-priya.pub"),
      SetupMend(
        name: "init with a key that is not there",
        command: "countersign init $S/new --person \(person),key=$S/none.pub",
        fault: "There is no key file", mend: "ssh-keygen -t ed25519",
        follow: "ssh-keygen -q -t ed25519 -N '' -f $S/none"),
      SetupMend(
        name: "init with a weak key",
        state: "ssh-keygen -q -t rsa -b 1024 -N '' -f $S/weak",
        command: "countersign init $S/new --person \(person),key=$S/weak.pub",
        fault: "is too weak", mend: "ssh-keygen -t ed25519",
        follow: "rm $S/weak* && ssh-keygen -q -t ed25519 -N '' -f $S/weak"),
      SetupMend(
        name: "init with an id that is none",
        command:
          "countersign init $S/new --person id=Priya,name=P,email=p@example.com,key=$S/key-priya.pub",
        fault: "is no id", mend: "small letters",
        again: "countersign init $S/new --person \(person),key=$S/key-priya.pub"),
      SetupMend(
        name: "init with a person that says nothing",
        command: "countersign init $S/new --person priya",
        fault: "--person priya:",
        mend: "--person 'id=priya.nair,name=Priya Nair,email=priya@example.com,key=priya.pub'",
        again: "cd $S && cp key-priya.pub priya.pub && countersign init $S/new "
          + "--person 'id=priya.nair,name=Priya Nair,email=priya@example.com,key=priya.pub'"),
      SetupMend(
        name: "init in a bare repository", state: "git init -q --bare $S/bare",
        command: "countersign init $S/bare --person \(person),key=$S/key-priya.pub",
        fault: "is a bare repository", mend: "Lay it out in a clone with a work tree",
        again:
          "git clone -q $S/bare $S/new && countersign init $S/new --person \(person),key=$S/key-priya.pub"
      ),
      SetupMend(
        name: "init below the root", state: "git init -q $S/new && mkdir $S/new/below",
        command: "countersign init $S/new/below --person \(person),key=$S/key-priya.pub",
        fault: "is inside the repository", mend: "countersign init ",
        again: "countersign init $S/new --person \(person),key=$S/key-priya.pub"),
      SetupMend(
        name: "init with the processor's key inside the repository",
        command:
          "countersign init $S/new --key-out $S/new/key --person \(person),key=$S/key-priya.pub",
        fault: "is inside the repository", mend: "--key-out <file>",
        again:
          "countersign init $S/new --key-out $S/outside --person \(person),key=$S/key-priya.pub"),
      SetupMend(
        name: "init beside policies without settings",
        state: "git init -q $S/new && mkdir $S/new/policies && touch $S/new/policies/x",
        command: "countersign init $S/new --person \(person),key=$S/key-priya.pub",
        fault: "without policies/countersign.yaml", mend: "Move it away",
        follow: "mv $S/new/policies $S/away"),
      SetupMend(
        name: "init without a home",
        command:
          "env -u HOME -u XDG_CONFIG_HOME countersign init $S/new --person \(person),key=$S/key-priya.pub",
        fault: "no home folder", mend: "--key-out <file>",
        again:
          "env -u HOME countersign init $S/new --key-out $S/outside --person \(person),key=$S/key-priya.pub"
      ),
    ]
  }()

  /// `identity import` and `identity rotate-key`.
  private static let people: [SetupMend] = [
    SetupMend(
      name: "a list without a column",
      state: "printf 'who,name,class\\nnew.one,New,employee\\n' >$S/list.csv",
      command: "countersign identity import --from $S/list.csv --dry-run",
      fault: "there is no column", mend: "the file has `who`, `name`, `class`",
      follow: "sed -i s/who/id/ $S/list.csv"),
    SetupMend(
      name: "a list that is no array", state: "printf '{\"id\": \"new.one\"}' >$S/list.json",
      command: "countersign identity import --from $S/list.json --dry-run",
      fault: "is no JSON array", mend: "export it as CSV or as an array",
      follow:
        "printf '[{\"id\": \"new.one\", \"name\": \"New\", \"class\": \"employee\"}]' >$S/list.json"
    ),
    SetupMend(
      name: "a list with an id that is none",
      state: "printf 'id,name,class\\nNew One,New,employee\\n' >$S/list.csv",
      command: "countersign identity import --from $S/list.csv --dry-run",
      fault: "is no id", mend: "an id has small letters",
      follow: "sed -i 's/New One/new.one/' $S/list.csv"),
    SetupMend(
      name: "a list of a few people of many",
      state: "printf 'id,name,class\\nana,ana,employee\\n' >$S/list.csv",
      command: "countersign identity import --from $S/list.csv --complete employee --dry-run",
      fault: "The list ends 4 of 5 people at once", mend: "--ending 4",
      again:
        "countersign identity import --from $S/list.csv --complete employee --dry-run --ending 4"),
    SetupMend(
      name: "a list for a bare repository",
      state: "printf 'id,name,class\\nana,ana,employee\\n' >$S/list.csv",
      command: "countersign identity import -C $H --from $S/list.csv --dry-run",
      fault: "no work tree", mend: "git clone <address>",
      follow: "git clone -q $H $S/new",
      again: "countersign identity import -C $S/new --from $S/list.csv --dry-run"),
    SetupMend(
      name: "a list that attests without a directory",
      state: "printf 'id,name,class\\nana,ana,employee\\n' >$S/list.csv",
      command: "countersign identity import --from $S/list.csv --attest --dry-run",
      fault: "name no directory", mend: "identity: {directory: <workload>}",
      follow: """
        mkdir -p policies/workloads
        printf 'owner: person:lena\\npurpose: x\\nkeys: [{ssh: %s}]\\nverified: 2026-11-01T00:00:00Z\\nstatus: active\\n' \
        "$(cat $S/key-foreign.pub)" >policies/workloads/hr.yaml
        sed -i 's/identity: {/identity: {directory: hr, /' policies/countersign.yaml
        """),
    SetupMend(
      name: "a new key where there are two",
      state:
        "printf 'name: priya\\nclass: employee\\nemails: [priya@example.com]\\nkeys:\\n  - ssh: %s\\n  - ssh: %s\\nverified: "
        + "%s\\nstatus: active\\n' \"$(cat $S/key-priya.pub)\" \"$(cat $S/key-foreign.pub)\" "
        + "\"$(date -u +%Y-%m-%dT%H:%M:%SZ -d '1 day ago')\" >policies/people/priya.yaml && git commit -qam Two && "
        + "ssh-keygen -q -t ed25519 -N '' -f $S/new",
      command: "countersign identity rotate-key priya --key $S/new.pub",
      fault: "has 2 keys that could sign", mend: "--replaces SHA256:",
      again: "countersign identity rotate-key priya --key $S/new.pub "
        + "--replaces $(ssh-keygen -lf $S/key-priya.pub | cut -d' ' -f2)"),
    SetupMend(
      name: "a new key that is the old one",
      command: "countersign identity rotate-key priya --key $S/key-priya.pub",
      fault: "has that key already", mend: "ssh-keygen -t ed25519",
      follow: "ssh-keygen -q -t ed25519 -N '' -f $S/new",
      again: "countersign identity rotate-key priya --key $S/new.pub"),
    SetupMend(
      name: "a new key in the place of one that is not there",
      state: "ssh-keygen -q -t ed25519 -N '' -f $S/new",
      command:
        "countersign identity rotate-key priya --key $S/new.pub --replaces SHA256:none",
      fault: "has no key SHA256:none", mend: "SHA256:",
      again: "countersign identity rotate-key priya --key $S/new.pub "
        + "--replaces $(ssh-keygen -lf $S/key-priya.pub | cut -d' ' -f2)"),
  ]
}
