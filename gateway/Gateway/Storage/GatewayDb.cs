using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Gateway.Webhooks;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Storage;

/// <summary>
/// Accounts, posts, sessions, apps, their webhooks, and what is shared with them. They are needed before a scope exists, so this context works as the system role and every use case
/// asks <see cref="Authority"/> what the caller may touch; the audit log alone is read under the caller's scope.
/// </summary>
internal sealed class GatewayDb(DbContextOptions<GatewayDb> options, RequestContext context) : ServiceDb(options, context)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SessionToken> SessionTokens => Set<SessionToken>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();

    public DbSet<App> Apps => Set<App>();

    public DbSet<AppScope> AppScopes => Set<AppScope>();

    public DbSet<AppCredential> AppCredentials => Set<AppCredential>();

    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    public DbSet<WebhookSecret> WebhookSecrets => Set<WebhookSecret>();

    public DbSet<WebhookMessage> WebhookMessages => Set<WebhookMessage>();

    public DbSet<DataResource> DataResources => Set<DataResource>();

    public DbSet<CalendarDay> WorkCalendar => Set<CalendarDay>();

    public DbSet<DataShareRequest> ShareRequests => Set<DataShareRequest>();

    public DbSet<ShareRequestStep> ShareRequestSteps => Set<ShareRequestStep>();

    public DbSet<CorrectionRequest> CorrectionRequests => Set<CorrectionRequest>();

    public DbSet<OrganizationReplica> Organizations => Set<OrganizationReplica>();

    /// <summary>Enters what a signed-in caller did.</summary>
    public void Record(Caller caller, string action, string objectType, Guid? objectId, string? fields = null, string? purpose = null) =>
        Record(caller.UserId, caller.UserName, caller.PostId, caller.Scope, action, objectType, objectId, fields, purpose);

    /// <summary>Enters what an account did, or what was tried in its name, where there is no post yet under which it acts.</summary>
    public void Record(Account? account, string action, Guid? sessionId, string? fields) =>
        Record(account?.Id ?? Guid.Empty, account?.UserName ?? "?", null, null, action, "session", sessionId, fields, null);

    /// <summary>Enters what an account did to something, where there is no post yet under which it acts.</summary>
    public void Record(Account account, string action, string objectType, Guid objectId, string? fields) =>
        Record(account.Id, account.UserName!, null, null, action, objectType, objectId, fields, null);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed);
            account.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        modelBuilder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("account_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
        });
        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes").HasKey(c => new { c.AccountId, c.Hash });
            code.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        });
        modelBuilder.Entity<Post>(post => post.ToTable("posts").HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId));
        modelBuilder.Entity<Session>(session =>
        {
            session.ToTable("sessions").HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
            session.HasOne<ExternalIdentity>().WithMany().HasForeignKey(s => s.IdentityId).OnDelete(DeleteBehavior.SetNull);
        });
        modelBuilder.Entity<SessionToken>(token =>
        {
            token.ToTable("session_tokens").HasKey(t => t.Hash);
            token.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId);
        });
        modelBuilder.Entity<ExternalIdentity>(identity => identity.ToTable("external_identities").HasOne<Account>().WithMany().HasForeignKey(i => i.AccountId));
        modelBuilder.Entity<App>(app => app.ToTable("apps"));
        modelBuilder.Entity<AppScope>(scope =>
        {
            scope.ToTable("app_scopes").HasOne<App>().WithMany().HasForeignKey(s => s.AppId);
            scope.HasOne<DataShareRequest>().WithMany().HasForeignKey(s => s.ShareRequestId);
        });
        modelBuilder.Entity<AppCredential>(credential => credential.ToTable("app_credentials").HasOne<App>().WithMany().HasForeignKey(c => c.AppId));
        modelBuilder.Entity<WebhookEndpoint>(endpoint => endpoint.ToTable("webhook_endpoints").HasOne<App>().WithMany().HasForeignKey(e => e.AppId));
        modelBuilder.Entity<WebhookSecret>(secret => secret.ToTable("webhook_secrets").HasOne<WebhookEndpoint>().WithMany().HasForeignKey(s => s.EndpointId));
        modelBuilder.Entity<WebhookMessage>(message => message.ToTable("webhook_messages").HasOne<WebhookEndpoint>().WithMany().HasForeignKey(m => m.EndpointId));
        modelBuilder.Entity<DataResource>(resource =>
        {
            resource.ToTable("data_resources");
            resource.Property(r => r.Items).HasColumnType("jsonb").HasConversion(
                items => JsonSerializer.Serialize(items, Wire.Json), text => JsonSerializer.Deserialize<List<DataItem>>(text, Wire.Json)!,
                new ValueComparer<IReadOnlyList<DataItem>>((one, other) => one!.SequenceEqual(other!), items => items.Count, items => items));
        });
        modelBuilder.Entity<CalendarDay>(day => day.ToTable("work_calendar").HasKey(d => d.Day));
        modelBuilder.Entity<DataShareRequest>(request =>
        {
            request.ToTable("share_requests").HasOne<App>().WithMany().HasForeignKey(r => r.AppId);
            request.HasOne<DataResource>().WithMany().HasForeignKey(r => r.ResourceId);
        });
        modelBuilder.Entity<ShareRequestStep>(step => step.ToTable("share_request_steps").HasOne<DataShareRequest>().WithMany().HasForeignKey(s => s.RequestId));
        modelBuilder.Entity<CorrectionRequest>(correction =>
        {
            correction.ToTable("correction_requests").HasOne<DataResource>().WithMany().HasForeignKey(c => c.ResourceId);
        });
        modelBuilder.ApplyConfiguration(new OrganizationReplicaMapping());
        base.OnModelCreating(modelBuilder);
    }

    private void Record(
        Guid actorId, string actorName, Guid? postId, LevelScope? scope, string action, string objectType, Guid? objectId, string? fields, string? purpose) =>
        AuditLog.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            At = Context.Clock.GetUtcNow(),
            ActorId = actorId,
            ActorName = actorName,
            PostId = postId,
            // What belongs to no place in the tree is for those who audit the whole installation.
            LevelCode = (scope ?? LevelScope.Everything).First,
            Action = action,
            ObjectType = objectType,
            ObjectId = objectId,
            Fields = fields,
            Purpose = purpose,
            TraceId = System.Diagnostics.Activity.Current?.TraceId.ToString(),
        });
}
