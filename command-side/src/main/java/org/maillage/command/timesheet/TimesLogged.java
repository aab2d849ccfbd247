package org.maillage.command.timesheet;

import java.util.List;
import org.maillage.kernel.timesheet.TimeEntryId;

/** What a batch adds to the answer: its entries, in the order in which they were sent. */
record TimesLogged(List<TimeEntryId> entryIds) {}
