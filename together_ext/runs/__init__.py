"""Runs: rows in, rows out; killed at any moment it goes on, pays once, and loses no row.

The half between rows and shard files, and answer files and results, does not talk to the network
or know what a job is beyond its id. The other half (``runner``) calls it in this order::

    room = Room(path)                                     # the run's working directory
    steps = prepare(source, room, endpoint=..., model=..., make_request=...)   # Steps[Prepared]
    outcomes = Outcomes(room)                             # once prepared; close() it
    outcomes.collect(shard, job_id, output_path, error_path, job_status)       # Steps[Collected]
    outcomes.retry_shards(limits, attempt=2)              # Steps[list[Shard]]
    merge(outcomes, output)                               # Steps[Merged]
    RunResult(..., usage=usage_of(outcomes.usage(), load_prices(None)),
              reader=operations.response_reader(endpoint))
    estimate(prepared, load_prices(None))                 # Steps[Estimate], for a dry run

What takes long comes as :class:`~together_ext.runs.steps.Steps`: ``advance()`` does a bounded piece
of work and returns a :class:`~together_ext.runs.steps.Step`, or None when ``result`` is there. It
may be stopped between any two steps (``close()``), and the process killed at any moment: called
again, each gives the same result. Steps may run in different threads, one at a time.

=============  ====================================================================
module         idea
=============  ====================================================================
``steps``      long work in pieces
``room``       the working directory: which file is where, and how one is written whole
``shard``      pure: limits, and which row goes into which shard
``check``      pure: what is wrong with a request line
``bulk``       pure: many lines at once, where all are good
``template``   pure: a request made of a row
``verdict``    pure: what an answer says about its row
``source``     rows of any kind of source, as a stream
``frames``     rows of pandas, polars, Arrow and Hugging Face's datasets
``packages``   optional packages
``distinct``   custom_ids that are there twice, at bounded memory
``table``      the rows on disk (SQLite), from the preparation to the merge
``reading``    rows to requests, each checked
``writing``    requests to shard files and the table
``building``   the source read, the shards written, the table put in place
``prepare``    source to shards, once
``totals``     pure: rows by outcome, tokens by model
``collecting`` one job's answer files to what its rows became
``retrying``   the rows that are asked again
``outcomes``   the outcomes of a run, on the disk
``answers``    pure: what a line of an answer file says
``formats``    JSON lines, CSV, Parquet
``merge``      outcomes to the result file, in input order
``output``     that file while it is written: under its name only when whole
``prices``     what tokens cost, from a dated table
``estimate``   what a run would take, before it is run
``result``     what a run gives back
``ledger``     what is intended before it is sent, what is known after
``ledgerfile`` its file: made whole or not at all, opened only if it is what it should be
``reconcile``  pure: what follows from a list of jobs after a create whose answer was lost
``lock``       who writes
``spec``       what a run was asked to do
``options``    what the caller may say, and the order that is made of it
``state``      the state on the disk: made, opened by one process at a time, rebuilt
``status``     how a run is, as its ledger knows it
``desk``       what the flows of one call share: ledger, clock, patience
``account``    that a run is gone on with where its jobs are
``uploading``  one shard to a file at the API
``submit``     one shard to one job
``collect``    one job to its answers
``attempts``   which shards each attempt has, and whether there is a next
``runner``     all of it, in order
``finishing``  its results written, its totals added up
``stopping``   cancelled, interrupted, refused
``budget``     ``max_cost``
``handle``     what users hold of a run
=============  ====================================================================

Import from the modules; this package itself imports nothing.
"""
