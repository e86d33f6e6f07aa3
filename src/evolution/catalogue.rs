//! The table of all rules.

use crate::evolution::rule::{ChangeRule, RuleKind};
use crate::evolution::verdict::Verdict::{AnyOrder, Breaking, NeedsReview};

/// Each row: the id, where the verdict comes from, the change, why it matters.
macro_rules! rules {
    ($($id:ident, $kind:expr, $summary:literal, $why:literal;)*) => {
        $(pub(in crate::evolution) static $id: ChangeRule = ChangeRule { id: stringify!($id), kind: $kind, summary: $summary, why: $why };)*

        /// All rules, in the order of the reference page.
        pub static RULES: &[&ChangeRule] = &[$(&$id),*];
    };
}

const STRUCTURAL: RuleKind = RuleKind::Structural;

rules! {
    FRAME_ADDED, STRUCTURAL, "a frame is new",
        "An old reader drops a frame that it does not know, so its reader goes first. With a gate, only a reader that advertises it is sent the frame, and any order works.";
    FRAME_REMOVED, STRUCTURAL, "a frame is gone",
        "The new reader drops what an old writer still sends: stop sending, then drop the handler.";
    FRAME_RENAMED, STRUCTURAL, "a frame has another `type`, as `Renamed from` says or its fields and meaning show",
        "Each side drops the other's frame. The catalogue says breaking; nothing is refused, frames are lost in silence, and the pair of drops derives to needs-review.";
    FRAME_DIRECTION_CHANGED, STRUCTURAL, "a frame is sent by the other side",
        "Each side drops a frame that only it may send. The catalogue says breaking; nothing is refused, and the pair of drops derives to needs-review.";
    OP_ADDED_UNGATED, STRUCTURAL, "an action without a gate is new",
        "An old connector does not know the `op`, drops the action and answers with a failure.";
    OP_ADDED_GATED, STRUCTURAL, "an action with a gate is new",
        "It is sent only to a connector that advertises the gate.";
    OP_REMOVED, STRUCTURAL, "an action is gone",
        "A new connector no longer does what an old gateway still asks for. The catalogue says breaking; the connector drops the action, which spares it once the gateway has stopped. With a gate, a new connector does not advertise it and is not asked.";
    OP_RENAMED, STRUCTURAL, "an action has another `op`, as `Renamed from` says or its fields and meaning show",
        "A new connector does not know the former `op` and an old one not the present `op`: each answers with a failure, and nothing is done. Serve both names in the connector first, then change the gateway, then drop the former name.";
    GATE_REMOVED, STRUCTURAL, "a gate is gone, or one of the names that it asked for",
        "A writer now also sends to a reader that does not advertise it, and such a reader drops it.";
    GATE_TIGHTENED, STRUCTURAL, "a gate is new, or asks for one name more",
        "An old writer still sends to a reader that does not advertise the gate. The catalogue says needs-review because the feature vanishes for old readers; the derivation only counts what is dropped or refused. If the field was always sent, a reader that requires it refuses the frame without it.";
    GATE_CHANGED, STRUCTURAL, "a gate has another name",
        "Each side advertises and asks for another word, so that nothing gated is sent until both know the new one, unless the document uses the other word elsewhere.";
    FIELD_ADDED_REQUIRED, STRUCTURAL, "a field that is always sent is new",
        "The new reader refuses a frame of an old writer, which lacks it; the old reader drops it, and a refusal outweighs a drop. With a default the new reader refuses nothing.";
    FIELD_ADDED_OPTIONAL, STRUCTURAL, "a field that may be left out is new",
        "The old reader drops it. The catalogue says any order, since nothing breaks; but until the reader is deployed, what the field says is lost.";
    FIELD_REMOVED_REQUIRED, STRUCTURAL, "a field that was always sent is gone",
        "The old reader refuses a frame without it, unless it has a default.";
    FIELD_REMOVED_OPTIONAL, STRUCTURAL, "a field that could be left out is gone",
        "The new reader drops it. The catalogue says any order if the name is reserved; there are no reserved names in the document, and the drop makes it writer-first.";
    FIELD_REQUIRED_TO_OPTIONAL, STRUCTURAL, "a writer may now leave a field out",
        "The old reader refuses a frame without it, unless it has a default.";
    FIELD_OPTIONAL_TO_REQUIRED, STRUCTURAL, "a writer must now always send a field",
        "The new reader refuses a frame of an old writer that leaves it out, unless it has a default.";
    FIELD_RENAMED, STRUCTURAL, "a field has another name, as `Renamed from` says or its type and meaning show",
        "Breaking if it is always sent and has no default; else each side drops the other's name, which derives to needs-review.";
    FIELD_MOVED, STRUCTURAL, "a field stands in another object of the same frame",
        "A reader of the other revision looks for it where it was or will be, and does not find it: the answers are those of a rename.";
    TYPE_WIDENED, STRUCTURAL, "a type has more values, such as `null` beside the others",
        "The old reader refuses the new values; `null` it takes for absent where the field may be left out.";
    TYPE_NARROWED, STRUCTURAL, "a type has fewer values",
        "The new reader refuses the old values.";
    TYPE_CHANGED, STRUCTURAL, "a type has other values",
        "Each side refuses values of the other.";
    TYPE_RESTATED, STRUCTURAL, "a type is written otherwise and has the same values",
        "Nothing on the wire changes, such as from an open set to a string; the generated types do.";
    OBJECT_CLOSED, STRUCTURAL, "an object of any members has stated members now",
        "The new reader refuses or drops members that the old writer was free to send.";
    OBJECT_OPENED, STRUCTURAL, "an object of stated members may have any now",
        "The old reader refuses or drops members that the new writer is free to send.";
    ENUM_VALUE_ADDED, STRUCTURAL, "a set has a word more",
        "A reader of a closed set refuses it; a reader of an open set keeps it.";
    ENUM_VALUE_REMOVED, STRUCTURAL, "a set has a word less",
        "A new reader of a closed set refuses what an old writer may send.";
    ENUM_OPENED, STRUCTURAL, "a closed set is open",
        "The old reader refuses words that it does not list.";
    ENUM_CLOSED, STRUCTURAL, "an open set is closed",
        "The new reader refuses words that it does not list.";
    CONSTRAINT_TIGHTENED, STRUCTURAL, "a limit excludes more",
        "The new reader refuses what an old writer may send.";
    CONSTRAINT_LOOSENED, STRUCTURAL, "a limit excludes less",
        "The old reader refuses what a new writer may send.";
    FRAME_CONFLICT, STRUCTURAL, "changes of one frame want opposite sides to go first",
        "A frame is sent whole: its answers are the worst of all its changes. Two refusals are breaking, whatever the order; else the refusal is what to avoid.";

    CORRELATION_CHANGED, RuleKind::Semantic(Breaking), "answers are matched with requests in another way: `requestId` or `bufferId` has another name or is gone",
        "A request whose answer is not recognised times out.";
    DEFAULT_CHANGED, RuleKind::Semantic(NeedsReview), "an absent field reads as another value",
        "Every frame is accepted as before and read differently.";
    DEFAULT_CHANGED_CAPABILITY, RuleKind::Semantic(Breaking), "an absent capability reads as another value",
        "A peer that says nothing gains or loses the capability.";
    DEFAULT_RESTATED, RuleKind::Semantic(AnyOrder), "an always-sent field has another default",
        "No writer in contract leaves it out; the reader becomes kinder or stricter to those that do.";
    FIELD_DIRECTION_CHANGED, RuleKind::Semantic(NeedsReview), "a field is sent by another side, as its own Direction says",
        "The schemas do not tell the directions of one object apart.";
    RESERVED_NAME_REUSED, RuleKind::Semantic(Breaking), "a former name, which a `Renamed from` keeps, is in use again",
        "A peer that still knows the former meaning reads it as that.";
    OBJECT_RENAMED, RuleKind::Semantic(AnyOrder), "an object has another name",
        "Names of objects are not on the wire. The generated types and the schema files have another name, which breaks the code that uses them.";
    DESCRIPTION_CHANGED, RuleKind::Semantic(AnyOrder), "the paragraph that introduces an object's table came or went",
        "The schema and the generated types have a description more or less. The paragraph itself is compared as text.";
    DEFINITION_ADDED, RuleKind::Semantic(AnyOrder), "an object that no frame reaches is new",
        "It is not on the wire.";
    DEFINITION_REMOVED, RuleKind::Semantic(NeedsReview), "an object that no frame reached is gone",
        "No frame of the document carries it; untyped fields may have.";
    TYPE_STATED, RuleKind::Semantic(AnyOrder), "a field has a type where the old document was silent",
        "An addition to the document, not an obligation newly imposed. An `any` that is written out is compared as a type.";
    TYPE_UNSTATED, RuleKind::Semantic(NeedsReview), "a field no longer has a type",
        "Readers lose what the schema told them.";
    STABILITY_CHANGED, RuleKind::Semantic(AnyOrder), "Since or Stability changes, in its column",
        "A statement about the document, not about frames.";
    NOT_UNDERSTOOD, RuleKind::Semantic(NeedsReview), "a change that the checker cannot compare",
        "What is not understood is never equal.";

    SECTION_CHANGED, RuleKind::Text, "a section is new or gone, or its heading says something else",
        "What is new is `needs-review` if a normative word stands in it and `any-order` if none does; what is gone or says something else is `needs-review`. What its tables define is compared by itself.";
    FACT_CHANGED, RuleKind::Text, "a fact has another value, stands in another section, is new or gone",
        "`needs-review`, or the verdict that `If changed` states for another value: the stricter of both documents. A new fact is `any-order` if no normative word stands in it.";
    DUTY_ADDED, RuleKind::Text, "a duty is new",
        "`needs-review`: a peer of before was not told. Whether it did so all the same, and whether the other side may rely on it at once, is for a person to say.";
    DUTY_REMOVED, RuleKind::Text, "a duty is gone",
        "`needs-review`, or the verdict that its `If changed` states: the other side may still rely on it.";
    DUTY_SIDE_CHANGED, RuleKind::Text, "a duty is one of the other side",
        "`needs-review`, or the verdict that `If changed` states: the stricter of both documents. Until both sides are deployed, nobody does it or both do.";
    DUTY_REWORDED, RuleKind::Text, "a duty says something else, has another gate, another column or another id",
        "`needs-review`: no schema shows a duty, and what it asks for may have changed with its words.";
    TEXT_CHANGED, RuleKind::Text, "a sentence, a row or a block of text, or what a row says of its part of the contract, says something else, is new or gone",
        "`needs-review`, whatever the words are: it may be the only place where a change of meaning shows. New text without a normative word is `any-order`.";
    ORDER_CHANGED, RuleKind::Text, "text stands at another place, such as a step of a list before another one",
        "`needs-review`: the order may be what a peer must keep. Rows of a table that is a construct have no order.";
    WORDING_CHANGED, RuleKind::Text, "the same words are written otherwise: other marks, another link target, another number of a section, another example, another order of rows",
        "`any-order`: people read the same words as before, and the tables mean the same.";

    ORDER_CONFLICT, RuleKind::Policy(NeedsReview), "two changes want opposite sides to go first",
        "In either order one side refuses the other's frames. The finding says which half of each change goes first: what reads before what writes, or what sends before what insists.";
    SINCE_MISSING, RuleKind::Policy(AnyOrder), "an addition does not say since when, in a document that says it elsewhere",
        "Whoever debugs a live link looks there first.";
    DEPRECATION_TOO_SHORT, RuleKind::Policy(NeedsReview), "something is gone that the deployed revision does not call `deprecated`, though it says how settled it is",
        "Nobody was told to stop using it. For how long is not in the columns: `Since` says when a part came, not when it was deprecated.";
    VERSION_NOT_BUMPED, RuleKind::Policy(NeedsReview), "a change is breaking and the contract's version is the same",
        "`contract_version` is the only sign by which a peer can tell the two apart.";
    BUMPED_FOR_NOTHING, RuleKind::Policy(AnyOrder), "the contract's version is higher and nothing is breaking",
        "Every peer will report a version that it does not know, and users of the packages have other names and folders for nothing.";
    APPROVAL_UNUSED, RuleKind::Policy(NeedsReview), "an approval matches no finding",
        "It would accept a later change that nobody looked at.";
}

impl ChangeRule {
    /// The rule of this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        RULES.iter().copied().find(|rule| rule.id.eq_ignore_ascii_case(id))
    }
}
