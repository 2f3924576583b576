using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Jobs;

/// <summary>Does one kind of job. A run that follows a crash begins at <see cref="JobRun.Done"/>.</summary>
public interface IJobHandler
{
    Task RunAsync(JobRun run, CancellationToken cancel);
}

/// <summary>A row error on its way into the database.</summary>
/// <param name="Row">As the user sees it: the header is row 1.</param>
public sealed record RowError(long Row, string? Column, string Code, string[]? Cells = null, params string[] Arguments);

/// <summary>One run of a job, held by a lease: a run that lost it can commit nothing more.</summary>
public sealed class JobRun
{
    private readonly ServiceDatabase database;
    private readonly Guid lease;
    private readonly IJobSeal? seal;
    private int errors;

    internal JobRun(Job job, Guid lease, ServiceDatabase database, IJobSeal? seal) =>
        (Id, Kind, Payload, FileName, LevelCode, Caller, Done, errors, this.lease, this.database, this.seal) =
        (job.Id, job.Kind, job.Payload, job.FileName, job.LevelCode, job.Caller, job.Done, job.ErrorCount, lease, database, seal);

    public Guid Id { get; }

    public string Kind { get; }

    public string Payload { get; }

    public string? FileName { get; }

    public string LevelCode { get; }

    public Caller Caller { get; }

    /// <summary>What is committed so far.</summary>
    public long Done { get; private set; }

    /// <summary>The uploaded file.</summary>
    public Stream OpenFile() => new JobFile(database, seal, Id);

    /// <summary>Opens a transaction in the owner's scope; temporary tables may be made in it and filled by COPY.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        await using var enter = ScopeInterceptor.EnterCommand(Caller.Reach, connection, transaction);
        await enter.ExecuteNonQueryAsync(cancel);
        return transaction;
    }

    public ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancel) => database.App.OpenConnectionAsync(cancel);

    /// <summary>
    /// Notes progress and row errors in the step's own transaction, so that a step is done and counted or neither. Throws when the job
    /// was cancelled or another runner took it over.
    /// </summary>
    public async Task CheckpointAsync(NpgsqlConnection connection, long done, IReadOnlyList<RowError> rowErrors, CancellationToken cancel)
    {
        var count = errors;
        if (rowErrors.Count > 0)
        {
            await using var insert = new NpgsqlCommand("""
                insert into job_errors (job_id, ordinal, level_code, row, "column", code, arguments, cells)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                """, connection);
            foreach (var error in rowErrors)
            {
                await insert.With(Id, count++, LevelCode, error.Row, error.Column, error.Code, error.Arguments, seal.SealCells(error.Cells)).ExecuteNonQueryAsync(cancel);
            }
        }

        await using var update = new NpgsqlCommand(
            "update jobs set done = $2, error_count = $3, total = greatest(total, $2) where id = $1 and lease = $4 and not cancel_requested", connection);
        if (await update.With(Id, done, count, lease).ExecuteNonQueryAsync(cancel) == 0)
        {
            throw new JobStoppedException();
        }

        JobMeasures.Committed(Kind, done - Done, rowErrors.Count);
        (Done, errors) = (done, count);
    }

    /// <summary>Says how much there is to do, once it is known.</summary>
    public async Task SetTotalAsync(long total, CancellationToken cancel)
    {
        await using var update = database.System.CreateCommand("update jobs set total = $2 where id = $1 and lease = $3");
        await update.With(Id, total, lease).ExecuteNonQueryAsync(cancel);
    }
}

/// <summary>The job was cancelled, or another runner holds it now; nothing of the open step is kept.</summary>
public sealed class JobStoppedException : Exception;

/// <summary>The job cannot be done at all; the code's text says why.</summary>
public sealed class JobFailedException(string code, params object[] arguments) : Exception(code)
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Arguments { get; } = arguments;
}

/// <summary>Reads an uploaded file back, a part at a time.</summary>
internal sealed class JobFile(ServiceDatabase database, IJobSeal? seal, Guid job) : Stream
{
    private byte[] part = [];
    private int position;
    private int next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == part.Length)
        {
            await using var command = database.System.CreateCommand("select bytes from job_parts where job_id = $1 and part = $2");
            if (await command.With(job, next).ExecuteScalarAsync(cancellationToken) is not byte[] bytes)
            {
                return 0;
            }

            (part, position, next) = (seal?.Open(bytes) ?? bytes, 0, next + 1);
        }

        var count = Math.Min(buffer.Length, part.Length - position);
        part.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
