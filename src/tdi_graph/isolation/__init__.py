"""Queries in processes of their own, which may be killed, and may die, at no cost to the rest.

A ``Pool`` answers a ``Job`` by one of its workers, before a deadline. Workers are forked, in a few
milliseconds, from a ``zygote`` that holds the store; memory, time, files and the network are taken
from them by the kernel (``limits``), so that what no reading of a query can exclude does no harm.
"""

from tdi_graph.isolation.faults import Busy, Crashed, Expired, Failed, NoForm, TooLarge, Unwritable
from tdi_graph.isolation.framing import Kind
from tdi_graph.isolation.job import MAX_ANSWER, Job, Limits
from tdi_graph.isolation.lanes import Sizes
from tdi_graph.isolation.limits import tidy_memory
from tdi_graph.isolation.pool import Pool, Statistics
from tdi_graph.isolation.run import Answer
from tdi_graph.isolation.zygote import Zygote, available, forked, spawned, started

__all__ = [
    "MAX_ANSWER",
    "Answer",
    "Busy",
    "Crashed",
    "Expired",
    "Failed",
    "Job",
    "Kind",
    "Limits",
    "NoForm",
    "Pool",
    "Sizes",
    "Statistics",
    "TooLarge",
    "Unwritable",
    "Zygote",
    "available",
    "forked",
    "spawned",
    "started",
    "tidy_memory",
]
