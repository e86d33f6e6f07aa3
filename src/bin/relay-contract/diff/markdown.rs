//! Findings for a pull request.

use relay_contract::evolution::{self, Finding, Verdict};

use super::human::{answers, group, lines, shortened, story};

/// A heading with the verdict, a table of the findings, and the witnesses folded away.
pub(super) fn render(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "### Contract: no changes\n".to_owned();
    }
    let mut text = format!("### Contract: {}\n\n", evolution::overall(findings));
    text += "| Verdict | Rule | Where | Change | To do |\n| --- | --- | --- | --- | --- |\n";
    for verdict in Verdict::WORST_FIRST {
        for finding in group(findings, verdict) {
            text += &row(finding, verdict.as_str(), &finding.advice());
        }
    }
    for finding in findings {
        if let Some(reason) = &finding.approved {
            text += &row(finding, "approved", reason);
        }
    }
    text += &format!("\nVersions: {}.\n", evolution::versions(findings));
    for stages in evolution::plan(findings) {
        text += &format!("\nIn stages, {}:\n\n", stages.of.join(", "));
        for (number, step) in stages.steps.iter().enumerate() {
            text += &format!("{}. {step}\n", number + 1);
        }
    }
    for finding in findings {
        text += &witnesses(finding);
    }
    text
}

fn row(finding: &Finding, verdict: &str, to_do: &str) -> String {
    let lines = lines(finding);
    let place = if lines.is_empty() { String::new() } else { format!(" ({lines})") };
    let cells = [verdict, finding.rule.id, &format!("`{}`{place}", finding.place), &finding.change, to_do];
    let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
    format!("| {} |\n", cells.join(" | "))
}

fn witnesses(finding: &Finding) -> String {
    let mut text = String::new();
    for witness in &finding.witnesses {
        text += &format!(
            "\n<details><summary>{} <code>{}</code>: {}</summary>\n\n{}.\n\n```json\n{}\n```\n\n</details>\n",
            finding.rule.id,
            finding.place,
            story(witness),
            answers(finding).unwrap_or_default(),
            shortened(&witness.frame.to_string()),
        );
    }
    text
}
