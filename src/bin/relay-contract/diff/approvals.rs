//! The file of accepted findings: read, and written by `--approve`.

use std::io::Write as _;
use std::path::Path;

use relay_contract::evolution::{Approvals, Finding};

use super::arrangement::is_text;
use super::{Arguments, BLESSED};
use crate::document::counted;
use crate::failure::Failure;

/// The file of approvals beside the released document.
pub(crate) const APPROVALS: &str = "schema/blessed/approvals.json";

/// Accepts what the arguments say, marks what is accepted, and reports approvals without use where the base is the
/// released document.
pub(super) fn approve(arguments: &Arguments, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let is_released = arguments.revisions().0 == BLESSED;
    let mut approvals = read(&arguments.approvals, arguments.approve.is_some())?;
    approvals.apply(findings);
    if let (Some(selector), Some(reason)) = (&arguments.approve, &arguments.reason) {
        if reason.trim().is_empty() {
            return Err(Failure::new("the reason is empty").hint("say why the change may be made"));
        }
        if is_released {
            approvals.retain_used(findings);
        }
        let selector = Some(selector.as_str()).filter(|selector| !selector.is_empty());
        let chosen = chosen(arguments, selector, findings)?;
        if arguments.all_text {
            approvals.accept_text(chosen.iter().copied(), reason);
        } else {
            approvals.accept(chosen.iter().copied(), reason);
        }
        let path = &arguments.approvals;
        let cannot = |error| Failure::new(format!("cannot write {}", path.display())).because(error);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(cannot)?;
        std::fs::write(path, approvals.to_text()).map_err(cannot)?;
        let count = counted(chosen.len(), "finding");
        writeln!(anstream::stderr(), "{count} accepted in {}\n", path.display())?;
        approvals.apply(findings);
    }
    if is_released {
        approvals.report_unused(findings);
    }
    Ok(())
}

/// The findings that are to be accepted.
fn chosen<'f>(
    arguments: &Arguments,
    selector: Option<&str>,
    findings: &'f [Finding],
) -> Result<Vec<&'f Finding>, Failure> {
    let is_named = |finding: &&Finding| match selector {
        Some(selector) => {
            finding.rule.id.eq_ignore_ascii_case(selector)
                || finding.place.to_string() == selector
                || finding.digest == selector
        }
        None => arguments.all_text || arguments.fails(finding),
    };
    let is_kind = |finding: &&Finding| !arguments.all_text || is_text(finding);
    let open = findings.iter().filter(|finding| finding.approved.is_none());
    let chosen: Vec<_> = open.filter(is_named).filter(is_kind).collect();
    if chosen.is_empty() {
        let what = selector.map(|selector| format!(" for `{selector}`")).unwrap_or_default();
        return Err(Failure::new(format!("there is no open finding{what} to accept"))
            .hint("relay-contract diff --format json shows `rule`, `where` and `digest` of each"));
    }
    Ok(chosen)
}

/// The approvals in a file; none where it is not there yet, if it is the default file or is to be written.
fn read(path: &Path, is_written: bool) -> Result<Approvals, Failure> {
    if (is_written || path == Path::new(APPROVALS)) && !path.exists() {
        return Ok(Approvals::default());
    }
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read {shown}")).because(error))?;
    Approvals::read(&text).map_err(|error| {
        let hint = "relay-contract diff --approve RULE --reason WHY writes entries as they must be; an empty file is `[]`";
        Failure::new(format!("cannot use {shown}")).because(error).hint(hint)
    })
}
