//! Header words: the columns that there are, and the constructs that need them.

/// The construct that a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableKind {
    Object,
    Frames,
    Actions,
    Facts,
    Duties,
}

/// The meaning of a header word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Field,
    Type,
    AlwaysSent,
    IfAbsent,
    Frame,
    Op,
    Fields,
    Result,
    Fact,
    Value,
    Duty,
    Side,
    IfChanged,
    Meaning,
    Direction,
    Gate,
    Since,
    Stability,
    RenamedFrom,
    Other,
}

impl Column {
    /// The column under a header word, case aside.
    pub(super) fn of(word: &str) -> Self {
        match word.to_lowercase().as_str() {
            "field" => Self::Field,
            word if is_titled(word, " field") => Self::Field,
            "type" => Self::Type,
            "always sent" | "required" => Self::AlwaysSent,
            "if absent" => Self::IfAbsent,
            "frame" => Self::Frame,
            "op" => Self::Op,
            "fields" => Self::Fields,
            "result" => Self::Result,
            "fact" => Self::Fact,
            "value" => Self::Value,
            "duty" => Self::Duty,
            "side" => Self::Side,
            "if changed" => Self::IfChanged,
            "meaning" => Self::Meaning,
            word if is_titled(word, " meaning") => Self::Meaning,
            "direction" => Self::Direction,
            "gate" => Self::Gate,
            "since" => Self::Since,
            "stability" => Self::Stability,
            "renamed from" => Self::RenamedFrom,
            _ => Self::Other,
        }
    }

    /// The header word as a message says it.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Field => "Field",
            Self::Type => "Type",
            Self::AlwaysSent => "Always sent",
            Self::IfAbsent => "If absent",
            Self::Frame => "Frame",
            Self::Op => "op",
            Self::Fields => "Fields",
            Self::Result => "Result",
            Self::Fact => "Fact",
            Self::Value => "Value",
            Self::Duty => "Duty",
            Self::Side => "Side",
            Self::IfChanged => "If changed",
            Self::Meaning => "Meaning",
            Self::Direction => "Direction",
            Self::Gate => "Gate",
            Self::Since => "Since",
            Self::Stability => "Stability",
            Self::RenamedFrom => "Renamed from",
            Self::Other => "note",
        }
    }
}

impl TableKind {
    /// The construct whose header words these are.
    pub(super) fn of(header: impl Iterator<Item = Column>) -> Option<Self> {
        let header: Vec<Column> = header.collect();
        let has = |wanted| header.contains(&wanted);
        if has(Column::Field) && (has(Column::Type) || has(Column::AlwaysSent)) {
            Some(Self::Object)
        } else if has(Column::Frame) && has(Column::Fields) {
            Some(Self::Frames)
        } else if has(Column::Op) && has(Column::Fields) {
            Some(Self::Actions)
        } else if has(Column::Fact) && has(Column::Value) {
            Some(Self::Facts)
        } else if has(Column::Duty) && has(Column::Side) {
            Some(Self::Duties)
        } else {
            None
        }
    }

    /// The columns without which the construct has no meaning.
    pub(super) const fn needed(self) -> &'static [Column] {
        match self {
            Self::Object => &[Column::Field, Column::AlwaysSent],
            Self::Frames => &[Column::Frame, Column::Direction, Column::Fields],
            Self::Actions => &[Column::Op, Column::Fields, Column::Result],
            Self::Facts => &[Column::Fact, Column::Value],
            Self::Duties => &[Column::Duty, Column::Side, Column::Meaning],
        }
    }

    /// Returns true if the construct gives `column` a meaning of its own; else it is a note.
    pub(super) fn uses(self, column: Column) -> bool {
        let notes = [Column::Direction, Column::Gate, Column::Since, Column::Stability, Column::RenamedFrom];
        column == Column::Meaning
            || self.needed().contains(&column)
            || match self {
                Self::Object => matches!(column, Column::Type | Column::IfAbsent) || notes.contains(&column),
                Self::Frames | Self::Actions => notes.contains(&column),
                // A duty has a side, and no direction; a fact has neither.
                Self::Facts | Self::Duties => column == Column::IfChanged || notes[1..].contains(&column),
            }
    }
}

/// Returns true for plain words before `noun`: `source field`.
fn is_titled(words: &str, noun: &str) -> bool {
    let before = words.strip_suffix(noun).unwrap_or_default();
    !before.is_empty() && before.chars().all(|c| c.is_alphabetic() || c == ' ')
}
