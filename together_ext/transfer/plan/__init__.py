"""What to ask, what to believe, what to write where, when to stop. Pure: no socket, file or clock.

Theory of operation. One object is fetched into one file that is written at absolute offsets.
:class:`Transfer` is told what came and says what to do next. It believes nothing but what proves
itself, and there are three proofs:

* that the *end* of a body is the end that was meant (``head``: how an answer is framed);
* that a *part* belongs to the object that the parts before it came from (``answer``: a strong ETag
  sent back as ``If-Range``, answered by 206 with the same ETag and the window that was asked for);
* that the *whole* is what its sender meant (``digest``: where a header gives a checksum).

What is asked (``Transfer.ask``):

=========================================  =====================================================
on the disk                                the request
=========================================  =====================================================
nothing, or nothing that can be proven     plain, for the whole
parts, and a strong ETag                   ``Range`` of the first gap, ``If-Range`` with the ETag
everything, of an earlier try              the same, for its last byte
everything                                 none: done
=========================================  =====================================================

A file with parts may be asked for by several at once: ``ranges`` says who fetches which bytes, and
``pace`` how many there should be.

What is believed of the answer (``answer.read``):

===========  =============================================  =================================
asked for    came                                           means
===========  =============================================  =================================
the whole    200                                            the body is the object, from 0
a part       206, that window or its beginning, same ETag   the body is that part
a part       206 of anything else, compressed, multipart    no proof: start over, ask plainly
a part       200                                            start over with this body
a part       416, which names the size, asked at the size   done, if the metadata agrees
a part       416 otherwise, 412                             start over, ask plainly
either       202, 404                                       not there yet: wait, if allowed to
either       400, 401, 403, 404, 410 of a signed URL        expired: ask the API for a new one
either       another error                                  the error
either       another success                                no file: give up
===========  =============================================  =================================

What a body's end means (``Transfer.ended``):

==================================  ============================================================
the body                            then
==================================  ============================================================
whole                               ask for what is missing, or done
broken off, parts can be proven     again from there; free if it brought ``WORTH`` bytes or more
broken off, else                    start over; it costs a retry
longer than said, or HTML           give up
==================================  ============================================================

Parts that are split while they are fetched (``Board.take``):

===========================================  ===================================================
there is                                     then one who has nothing to do gets
===========================================  ===================================================
a gap that no one fetches                    the gap
a rest of twice what is worth a request      its second half; of the longest such rest
but what is on its way to the first one      nothing of it: what comes for nothing in all stays
would then come for nothing                  under ``FOR_NOTHING``, but for the first split
none, but one that crawls                    all of its rest
else                                         nothing, and goes home
===========================================  ===================================================

It ends: every round either brings ``WORTH`` bytes of a known size nearer to the end, or costs one
of ``max_retries``, or uses up some of ``wait``.
"""

from .answer import EXPIRED, Ask, read_answer
from .digest import Digest
from .head import Head, UnusableHeadError, Verdict, judge, read_head
from .pace import Pace
from .ranges import Board, Ranges, Span
from .steps import Again, Done, Fail, Idle, Known, Take, Witness
from .transfer import Transfer

__all__ = [
    "EXPIRED",
    "Again",
    "Ask",
    "Board",
    "Digest",
    "Done",
    "Fail",
    "Head",
    "Idle",
    "Known",
    "Pace",
    "Ranges",
    "Span",
    "Take",
    "Transfer",
    "UnusableHeadError",
    "Verdict",
    "Witness",
    "judge",
    "read_answer",
    "read_head",
]
