//! The recipe of `docs/ci-recipe.md`, run as it is written there, in a repository with pull requests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const PAGE: &str = include_str!("../../docs/ci-recipe.md");
const CONTRACT: &str = include_str!("evolution/base.md");
const DOCUMENT: &str = "docs/contract.md";
const TYPO: (&str, &str) = ("It shows the label to people.", "It shows the label to poeple.");

/// A repository on a server, and a clone of it in which the pull requests are made.
struct Repository {
    folder: TempDir,
}

/// The end of a run of the recipe's script.
struct Run {
    status: i32,
    said: String,
    comment: String,
}

#[test]
fn five_pull_requests_are_judged_as_the_page_says() {
    let repository = Repository::with(CONTRACT);

    repository.branch("structure");
    repository.edit("| `chat_id` | string | yes |", "| `chat_id` | int | yes |");
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(run.comment.starts_with("### Contract: breaking\n"), "{}", run.comment);
    assert!(run.comment.contains("| breaking | TYPE_CHANGED | Source.chat_id"), "{}", run.comment);

    repository.branch("typo");
    repository.edit(TYPO.0, TYPO.1);
    let run = repository.check(&[]);
    assert_eq!(run.status, 1, "{}", run.said);
    repository.accept(&shown_command("--all-text"));
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 0, "{}", run.said);
    assert!(run.said.contains("approved (1): spelling"), "{}", run.said);
    assert!(run.comment.contains("<summary>Approved (1)</summary>"), "{}", run.comment);
    repository.merge();

    repository.branch("again");
    repository.edit(TYPO.1, "It hides the label from people.");
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(!run.said.contains("approved"), "{}", run.said);

    repository.branch("duty");
    let row = "| `reply-in-order` | connector | any-order | Sends answers in the order of the requests. |\n";
    let added = "| `wait-for-idle` | gateway | - | Waits for the answer to `going_idle`. |\n";
    repository.edit(row, &format!("{row}{added}"));
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(run.said.contains("DUTY_ADDED  section 5 duty wait-for-idle"), "{}", run.said);
    // No duty comes in as text; it has to be named.
    let of_text = repository.run(&shown_command("--all-text"));
    assert!(of_text.said.contains("there is no open finding to accept"), "{}", of_text.said);
    repository.accept(&shown_command("wait-for-idle"));
    assert_eq!(repository.check(&[]).status, 0);

    repository.branch("nothing");
    fs::write(repository.clone().join("README.md"), "Nothing of the contract.\n").expect("it can be written");
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 0, "{}", run.said);
    assert_eq!(run.comment, "### Contract: no changes\n");
}

#[test]
fn what_others_merged_since_is_no_change_of_a_branch() {
    let repository = Repository::with(CONTRACT);
    repository.branch("mine");
    repository.edit("The gateway must wait", "A gateway must wait");
    repository.commit();
    repository.branch("theirs");
    repository.edit("| `chat_id` | string | yes |", "| `chat_id` | int | yes |");
    repository.commit();
    repository.merge();
    repository.git(&["checkout", "-q", "mine"]);
    let run = repository.check(&[]);
    assert!(run.said.contains("verdict: needs-review (1 needs-review)"), "{}", run.said);
}

#[test]
fn a_clone_without_history_fails_aloud() {
    let repository = Repository::with(CONTRACT);
    repository.branch("structure");
    repository.edit("| `chat_id` | string | yes |", "| `chat_id` | int | yes |");
    repository.commit();
    repository.git(&["push", "-q", "origin", "structure"]);
    let server = format!("file://{}", repository.server().display());
    let shallow = repository.folder.path().join("shallow");
    let options = ["clone", "-q", "--depth", "1", "--branch", "structure"];
    let mut arguments = options.to_vec();
    let into = shallow.to_str().expect("a temporary folder has a plain name");
    arguments.extend([server.as_str(), into]);
    git(repository.folder.path(), &arguments);
    let checked = run("sh ci/contract.sh origin/main", &shallow);
    assert_eq!(checked.status, 2, "{}", checked.said);
    assert!(checked.said.contains("error: this is no whole clone"), "{}", checked.said);
    assert!(checked.said.contains("hint: check out the whole history"), "{}", checked.said);
    // The program by itself, without the script, says it too.
    let alone = run("relay-contract diff git:origin/main:docs/contract.md docs/contract.md", &shallow);
    assert_eq!(alone.status, 2, "{}", alone.said);
    assert!(alone.said.contains("this clone is shallow"), "{}", alone.said);
    let missing = repository.run("sh ci/contract.sh origin/none");
    assert_eq!(missing.status, 2, "{}", missing.said);
    assert!(missing.said.contains("have no commit in common"), "{}", missing.said);
}

#[test]
fn a_base_without_the_document_is_nothing_to_compare_with() {
    let repository = Repository::with("");
    repository.branch("first");
    repository.write(CONTRACT);
    repository.derive();
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 0, "{}", run.said);
    assert!(run.said.contains("nothing to compare with"), "{}", run.said);
    assert_eq!(run.comment, "### Contract: new\n");
}

#[test]
fn a_document_of_another_name_is_compared_with_the_one_it_was() {
    let repository = Repository::with(CONTRACT);
    repository.git(&["mv", DOCUMENT, "docs/former.md"]);
    repository.commit();
    repository.merge();
    repository.branch("moved");
    repository.git(&["mv", "docs/former.md", DOCUMENT]);
    repository.edit("| `chat_id` | string | yes |", "| `chat_id` | int | yes |");
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(run.said.contains("TYPE_CHANGED  Source.chat_id"), "{}", run.said);
}

#[test]
fn a_base_with_errors_is_compared_as_far_as_it_can_be_read() {
    let broken = CONTRACT.replacen("| `topic_at` | int |", "| `topic_at` | strng |", 1);
    let repository = Repository::with(&broken);
    repository.branch("repaired");
    repository.write(CONTRACT);
    repository.edit("It shows the label", "It hides the label");
    repository.commit();
    let run = repository.check(&[]);
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(run.said.contains("it is compared as far as it can be read"), "{}", run.said);
    assert!(run.said.contains("[-shows-]{+hides+}"), "{}", run.said);
    // The other way round the document cannot be read: nothing is compared, and nothing passes.
    repository.merge();
    repository.branch("broken");
    repository.write(&broken);
    repository.commit();
    let run = repository.check(&[]);
    assert_ne!(run.status, 0, "{}", run.said);
    assert!(run.comment.contains("it cannot be read"), "{}", run.comment);
}

#[test]
fn settings_for_a_document_of_prose_fit_the_script() {
    let prose = "# Link v1\n\n## Frames\n\nFrames (connector → gateway):\n\n- `{\"type\":\"inbound\", \"event\", \"bufferId\"?}` \
                 brings one event.\n\nThe gateway shows the text.\n";
    let repository = Repository::with(prose);
    let script = repository.clone().join("ci/contract.sh");
    let mut text = fs::read_to_string(&script).expect("the script is there");
    for line in block(|block| block.starts_with("contract=docs/relay-connector-contract.md")).lines() {
        let (name, _) = line.split_once('=').expect("a setting");
        let of_name = |old: &&str| old.starts_with(&format!("{name}="));
        let old = text.lines().find(of_name).expect("the script has the setting").to_owned();
        text = text.replacen(&old, line, 1);
    }
    fs::write(script, text).expect("it can be written");
    repository.git(&["mv", DOCUMENT, "docs/relay-connector-contract.md"]);
    fs::write(repository.clone().join("docs/contract-approvals.json"), "[]\n").expect("it can be written");
    repository.commit();
    repository.merge();
    repository.branch("said");
    let path = repository.clone().join("docs/relay-connector-contract.md");
    let said = |words: &str| {
        fs::write(&path, prose.replace("The gateway shows the text.", words)).expect("it can be written");
        repository.check(&[])
    };
    assert_eq!(said("The gateway shows the text. It has colours.").status, 0);
    assert_eq!(said("The gateway shows the text. It must show all of it.").status, 1);
    assert_eq!(said("The gateway hides the text.").status, 1);
    repository.accept(&shown_command("--all-text"));
    assert_eq!(repository.check(&[]).status, 0);
}

impl Repository {
    /// A server whose main branch has the script, and the document unless it is empty; and a clone of it.
    fn with(document: &str) -> Self {
        let repository = Self { folder: TempDir::new().expect("a folder can be made") };
        let folder = repository.folder.path();
        git(folder, &["init", "-q", "--bare", "--initial-branch", "main", "server"]);
        git(folder, &["clone", "-q", "server", "clone"]);
        let script = block(|block| block.starts_with("#!/bin/sh"));
        fs::create_dir_all(repository.clone().join("ci")).expect("a folder can be made");
        fs::write(repository.clone().join("ci/contract.sh"), script).expect("the script can be written");
        let ignored = "contract-comment.md\ncontract-diagnostics.ndjson\n";
        fs::write(repository.clone().join(".gitignore"), ignored).expect("it can be written");
        if !document.is_empty() {
            repository.write(document);
            repository.derive();
        }
        repository.git(&["checkout", "-q", "-b", "main"]);
        repository.commit();
        repository.git(&["push", "-q", "origin", "main"]);
        repository
    }

    fn server(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    fn clone(&self) -> PathBuf {
        self.folder.path().join("clone")
    }

    /// Begins a pull request.
    fn branch(&self, name: &str) {
        self.git(&["checkout", "-q", "-f", "main"]);
        self.git(&["clean", "-qfd"]);
        self.git(&["checkout", "-q", "-b", name]);
    }

    /// Merges the pull request.
    fn merge(&self) {
        self.git(&["push", "-q", "origin", "HEAD:main"]);
        self.git(&["checkout", "-q", "-B", "main"]);
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "a change"]);
    }

    fn write(&self, document: &str) {
        fs::create_dir_all(self.clone().join("docs")).expect("a folder can be made");
        fs::write(self.clone().join(DOCUMENT), document).expect("the document can be written");
    }

    /// Edits the document and derives anew what is derived from it.
    fn edit(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.clone().join(DOCUMENT)).expect("the document is there");
        assert_eq!(text.matches(from).count(), 1, "{from}");
        self.write(&text.replace(from, to));
        self.derive();
    }

    /// A document with errors derives nothing; its schemas stay as they were.
    fn derive(&self) {
        self.run("relay-contract derive --contract docs/contract.md --out schema");
    }

    fn git(&self, arguments: &[&str]) {
        git(&self.clone(), arguments);
    }

    fn run(&self, command: &str) -> Run {
        run(command, &self.clone())
    }

    fn check(&self, options: &[&str]) -> Run {
        self.run(&["sh ci/contract.sh origin/main", &options.join(" ")].join(" "))
    }

    fn accept(&self, command: &str) {
        let run = self.run(command);
        assert!(run.said.contains("accepted in "), "{command}: {}", run.said);
    }
}

/// The one block of shell on the page that is meant.
fn block(is_meant: impl Fn(&str) -> bool) -> String {
    let mut blocks = Vec::new();
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(block.join("\n") + "\n");
        }
    }
    blocks.retain(|block| is_meant(block));
    assert_eq!(blocks.len(), 1, "the page has one such block");
    blocks.remove(0)
}

/// The one command on the page that holds these words.
fn shown_command(words: &str) -> String {
    let commands = PAGE.lines().filter_map(|line| line.strip_prefix("$ "));
    let commands: Vec<_> = commands.filter(|command| command.contains(words)).collect();
    assert_eq!(commands.len(), 1, "{words}");
    commands[0].to_owned()
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = with_environment(Command::new("git").args(arguments).current_dir(folder), folder).output();
    let output = output.expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn run(command: &str, folder: &Path) -> Run {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder).stdin(Stdio::null());
    let output = with_environment(&mut shell, folder).output().expect("there is a shell");
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Run {
        status: output.status.code().expect("it ends by itself"),
        said,
        comment: fs::read_to_string(folder.join("contract-comment.md")).unwrap_or_default(),
    }
}

/// The program in the path, a name for commits, and nothing of the settings of whoever runs the tests.
fn with_environment<'c>(command: &'c mut Command, home: &Path) -> &'c mut Command {
    let program = Path::new(env!("CARGO_BIN_EXE_relay-contract"));
    let mut path = vec![program.parent().expect("it is in a folder").to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    command
        .env("PATH", std::env::join_paths(path).expect("the target folder has no colon in its name"))
        .env("HOME", home)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "t")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "t@localhost")))
}
