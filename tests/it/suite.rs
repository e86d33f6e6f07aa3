//! What an adapter does on any link: each case runs over every [`Link`].
//!
//! A case is an ordinary function in a file below, listed here once. Another link is one more `over!`, with the
//! attribute that its runtime needs: paused time where nothing leaves the process, running time over a socket.

mod acknowledgement;
mod actions;
mod arrival;
mod connecting;
mod declines;
mod dispatch;
mod drafts;
mod interrupts;
mod leaving;
mod metadata;
mod overflow;
mod passthrough;
mod prompts;
mod reactions;
mod slack;
mod weaknesses;

use relay_contract::frame::{MessageEvent, SessionSource};
use relay_contract::relay::transport::Identity;
use relay_contract::relay::{
    AdapterOptions, Fault, Gateway, HandlerError, RelayAdapter, RelayTransport, Turn,
};
use serde_json::{Value, json};

use crate::bench::{
    Bench, Gate, Link, Log, descriptor, forward, interaction, legacy, message, note, numbered, session,
    settle, telegram, until,
};

macro_rules! over {
    ($link:ty, $test:meta) => {
        over! {
            $link, $test,
            dispatch {
                results_in_another_order_reach_their_own_callers
                a_closure_is_a_gateway
                a_long_reply_is_cut_to_the_limit_of_its_chat_and_answers_in_its_thread
                an_inbound_event_reaches_the_gateway_with_its_session
                a_session_keeps_its_order_and_never_runs_twice_at_once
                sessions_run_side_by_side
                a_handler_that_gives_up_on_a_failed_reply_fails
            }
            acknowledgement {
                a_buffered_delivery_is_acknowledged_when_it_is_admitted
                a_connector_with_one_delivery_outstanding_waits_for_no_turn
                at_the_end_it_is_acknowledged_if_the_gateway_says_so
                a_delivery_without_a_buffer_id_is_not_acknowledged
                a_handler_that_fails_is_reported_and_its_delivery_does_not_come_again
                a_handler_that_panics_takes_down_nothing
                a_gateway_that_panics_over_a_fault_takes_down_nothing
                an_interrupted_delivery_counts_as_taken
                a_duplicate_is_acknowledged_and_not_handled_again
                a_duplicate_of_what_is_being_handled_is_acknowledged_at_once
                an_edited_message_under_the_id_of_the_original_is_handled
                a_delivery_is_known_by_platform_chat_and_message_and_without_an_id_it_is_not
                the_last_512_deliveries_are_remembered
            }
            overflow {
                behind_a_delivery_that_was_turned_away_its_session_waits_for_the_next_connection
                a_new_dial_waits_for_what_is_in_flight_and_keeps_what_is_asked_meanwhile
                what_is_larger_than_the_queue_is_taken_alone
                a_burst_of_twenty_thousand_is_handled_whole_and_in_order
                a_full_queue_defers_what_is_buffered_and_reports_what_is_lost
                bytes_are_bounded_as_frames_are
                by_default_1024_deliveries_are_admitted
                a_result_and_an_interrupt_overtake_more_frames_than_the_queue_holds
            }
            arrival {
                a_running_turn_is_stopped_by_what_the_gateway_decides
                a_text_that_answers_a_waiting_question_reaches_it
                what_the_gateway_drops_is_acknowledged_and_counted
                a_turn_is_interrupted_by_the_gateway_itself_and_told_why
            }
            leaving {
                a_drain_lets_everything_finish_and_answer
                a_drain_that_runs_out_stops_and_counts_what_is_left
                while_it_disconnects_no_handler_begins
                what_comes_while_it_goes_dormant_is_answered
            }
            drafts {
                the_draft_of_a_turn_that_dies_is_sealed_with_what_was_shown
                a_send_that_names_no_turn_seals_the_only_open_draft_of_its_chat
                on_slack_the_final_send_of_a_turn_is_its_draft
                on_any_other_platform_the_answer_follows_as_a_message
                a_send_seals_the_draft_of_its_own_turn
                an_interim_message_seals_nothing
                a_frame_after_the_seal_is_not_sent_and_counts_as_done
                after_a_failed_frame_the_turn_has_no_more_drafts
                a_seal_that_fails_for_certain_leaves_the_message_as_it_was
                a_turn_s_reply_seals_what_the_turn_drew
                a_frame_of_unknown_outcome_is_there_to_be_sealed
            }
            reactions {
                a_turn_shows_that_it_runs_and_how_it_ended
                a_cancelled_turn_shows_nothing_more
                which_emoji_is_decided_by_the_event_else_the_chat_else_the_default_descriptor
                a_reaction_holds_no_turn_up_and_fails_none
                nothing_is_shown_without_the_option_the_capability_or_an_id
            }
            interrupts {
                an_interrupt_stops_exactly_the_named_session
                what_is_queued_behind_an_interrupted_turn_is_handled_next
                a_turn_that_waited_in_the_queue_is_interrupted_like_the_first
                an_interrupt_right_behind_its_message_finds_it
                an_unknown_session_or_none_is_no_error
                the_typing_sign_of_the_chat_is_taken_away_where_that_can_be_said
                an_outbound_interrupt_reaches_the_connector_with_its_reason_or_null
            }
            passthrough {
                an_interaction_reaches_the_gateway_as_a_message_and_is_learned_from
                a_command_brings_its_options_and_a_form_its_fields
                what_becomes_no_message_is_counted_reported_and_taken
                a_command_whose_handler_fails_is_named_by_its_interaction
                a_forward_is_acknowledged_as_an_inbound_is_and_known_by_its_interaction
            }
            metadata {
                scope_user_and_profile_are_put_back_and_the_identity_is_stamped
                an_explicit_value_is_kept_and_the_gateway_s_own_notes_stay_here
                a_chat_that_is_not_known_gets_nothing_invented_and_no_tag
                an_empty_bot_id_is_left_out
                a_platform_that_the_caller_names_must_be_fronted
                a_follow_up_is_tagged_by_its_kind_and_gets_only_the_profile_of_its_session
                a_rename_is_looked_up_by_the_parent_and_tagged_by_it_else_by_the_thread
                format_hints_need_the_descriptor_and_the_operator
            }
            slack {
                a_command_of_slack_arrives_as_the_command_that_it_stands_for
                a_message_outside_a_thread_opens_a_session_unless_that_is_switched_off
                a_reply_goes_into_the_thread_of_what_it_answers
                a_reply_in_a_dm_is_flat_if_the_operator_wants_it_so
                in_flat_mode_a_turn_has_the_session_of_its_chat_and_replies_outside_a_thread
                a_thread_that_the_caller_names_is_kept
                the_typing_sign_of_a_dm_is_anchored_at_the_last_message_also_when_it_goes
                media_go_into_the_thread_too_and_questions_as_they_are
                a_channel_is_no_dm
                either_unfurling_rules_drafts_out_and_outweighs_the_caller_s_own
                unfurling_is_said_only_if_it_is_set_and_rules_drafts_out
            }
            prompts {
                a_question_goes_out_with_its_options_and_styles
                an_answer_goes_to_who_asked_and_not_to_the_agent
                a_handler_may_wait_for_the_answer_of_its_own_session
                a_press_that_comes_as_an_interaction_answers_too
                an_option_that_was_not_offered_is_the_safe_one
                a_clarification_takes_the_next_message_as_its_text_but_no_command
                a_second_answer_and_one_to_a_sibling_are_dropped_in_silence
                an_answer_without_ids_is_an_ordinary_message
                a_question_that_was_not_sent_is_forgotten
                a_question_that_cannot_be_answered_is_not_sent
                an_interrupt_withdraws_the_question_of_the_turn
                an_old_message_that_comes_again_is_no_answer
                a_question_that_was_given_up_takes_no_text
                questions_differ_in_their_ids_and_gateways_in_their_nonces
            }
            declines {
                a_declined_action_fails_with_the_connector_s_words_and_nothing_else_is_sent
                a_sealed_draft_is_the_message
                a_draft_that_cannot_be_sealed_for_certain_goes_out_as_a_message
                a_decline_is_one_whatever_else_it_says
            }
            actions {
                a_thread_that_the_connector_opened_is_remembered_with_its_name
                each_action_is_sent_with_exactly_its_keys
                what_is_null_empty_or_false_is_written_all_the_same
                what_is_not_advertised_is_refused_here_and_no_frame_is_sent
                the_list_of_the_chat_s_own_platform_decides
                a_send_gives_the_whole_answer
                an_edit_gives_the_id_of_the_answer_else_the_one_asked_for
                typing_shows_a_sign_a_phrase_or_on_slack_takes_it_away
                a_follow_up_carries_no_credential
                a_follow_up_that_the_connector_cannot_resolve_keeps_its_error
                chat_info_is_read_nested_or_flat
                chat_info_is_an_answer_without_success_too
                a_chat_that_is_not_known_is_an_error_and_not_an_invented_chat
                a_thread_s_name_is_made_to_fit
                a_rename_names_the_parent_and_at_most_one_condition
                a_failure_without_a_text_says_which_action_it_was
            }
            connecting {
                the_descriptor_is_adopted
                a_descriptor_of_a_reconnect_is_adopted_in_place_of_all_of_the_last_connection
                another_version_of_the_contract_is_reported_and_adopted
                two_callers_who_go_idle_at_once_both_get_the_answer
                disconnecting_stops_handlers_and_counts_them
                a_chat_that_is_remembered_needs_no_message
            }
            weaknesses {
                h1_a_handler_that_awaits_its_own_send_holds_up_nothing
                h2_a_command_to_a_busy_session_waits_behind_its_turn_and_nobody_else_does
                h3_a_pressed_button_holds_up_nothing
                h3b_a_press_that_comes_as_an_interaction_holds_up_nothing
                h4_media_are_not_fetched_while_reading
                h5_a_blocked_handler_does_not_stop_the_peer_and_does_not_fill_memory
                a_line_out_of_contract_is_reported_counted_and_ends_nothing
                a_limit_that_a_descriptor_cannot_mean_is_that_of_the_contract
                b2_twenty_thousand_chats_leave_the_memory_of_a_few_thousand
                b3_three_thousand_busy_sessions_are_not_three_thousand_tasks
                l2_a_send_after_the_connection_was_lost_is_an_error_and_not_a_panic
                l14_a_delivery_is_acknowledged_once_it_is_queued_and_handled_once
                l15_a_handler_that_fails_takes_the_delivery_out_of_the_buffer
                l16_a_buffer_id_comes_back_unchanged_and_a_forward_s_too
                l18_a_disconnect_with_a_request_in_flight_is_an_error_to_its_caller
                a_message_and_an_interaction_of_one_user_in_one_channel_are_one_session
            }
        }
    };
    ($link:ty, $test:meta, $($part:ident { $($case:ident)* })*) => {
        $(mod $part {
            $(#[$test]
            async fn $case() {
                super::super::$part::$case::<$link>().await;
            })*
        })*
    };
}

mod stub {
    over!(crate::relay_stub::StubConnector, tokio::test(start_paused = true));
}

#[cfg(feature = "ws")]
mod socket {
    over!(crate::ws::link::SocketLink, tokio::test);
}
