"""What sources repeat from article to article: curators see it and have the last word."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html

from articles.ingest import repeated
from articles.ingest.store_lock import keep_others_from_storing
from articles.models import RepeatedBlock
from articles.models.blocks import MOST_COUNTED

Standing = RepeatedBlock.Standing


@transaction.atomic
def _decide(request, queryset, standing):
    keep_others_from_storing()
    count = repeated.decide(queryset, standing)
    messages.success(request, f"Judged: {count}. The texts of the articles follow.")


@admin.action(description="Not boilerplate: the articles’ own text", permissions=["change"])
def is_own(modeladmin, request, queryset):
    """Take blocks for the articles' own text."""
    _decide(request, queryset, Standing.OWN)


@admin.action(description="Boilerplate", permissions=["change"])
def is_boilerplate(modeladmin, request, queryset):
    """Take blocks for boilerplate, however often they stand."""
    _decide(request, queryset, Standing.BOILERPLATE)


@admin.action(description="Judge by repetition again", permissions=["change"])
def is_judged_by_repetition(modeladmin, request, queryset):
    """Take back what a curator said."""
    _decide(request, queryset, Standing.FOUND)


class BlockForm(forms.ModelForm):
    """A block that a curator adds, or the standing of one that is there."""

    def clean(self):
        """Refuse what no article could hold, and what is there."""
        given = super().clean()
        if self.instance.pk or not (given.get("source") and given.get("text")):
            return given
        digest = repeated.digest_in(given["source"].pk, given["text"])
        if digest is None:
            raise ValidationError({"text": "There is no word in it. Paste a whole paragraph."})
        if RepeatedBlock.objects.filter(digest=digest).exists():
            raise ValidationError({"text": "It is in the list already. Judge it there."})
        if not repeated.holding(digest).exists():
            raise ValidationError({"text": "No article of this source has it as a whole block."})
        self.instance.digest = digest
        return given


@admin.register(RepeatedBlock)
class RepeatedBlockAdmin(admin.ModelAdmin):
    """Blocks that sources repeat, with the number of their articles and one of them."""

    form = BlockForm
    list_display = ("text", "source", "standing", "articles", "example")
    list_filter = ("standing", "source")
    list_select_related = ("source",)
    search_fields = ("text", "source__name", "source__domain")
    autocomplete_fields = ("source",)
    actions = (is_own, is_boilerplate, is_judged_by_repetition)
    fields = ("source", "text", "standing")

    def get_queryset(self, request):
        """Count the articles."""
        return super().get_queryset(request).with_articles()

    def get_readonly_fields(self, request, obj=None):
        """Keep what is there from becoming another block."""
        return ("source", "text") if obj else ()

    def get_changeform_initial_data(self, request):
        """Offer what a curator adds a block for."""
        return {"standing": Standing.BOILERPLATE} | super().get_changeform_initial_data(request)

    @admin.display(description="articles", ordering="count")
    def articles(self, block):
        """Say how many articles hold it, up to a bound."""
        return f"{block.count:,}{' or more' if block.count == MOST_COUNTED else ''}"

    @admin.display(description="one of them")
    def example(self, block):
        """Lead to an article that holds it."""
        if not block.example:
            return "–"
        url = reverse("admin:articles_article_change", args=[block.example])
        return format_html('<a href="{}">Article {}</a>', url, block.example)

    def save_model(self, request, obj, form, change):
        """Save what a curator says, and bring the texts in step."""
        keep_others_from_storing()
        if not change:
            super().save_model(request, obj, form, change)
        repeated.decide(RepeatedBlock.objects.filter(pk=obj.pk), obj.standing)

    def has_delete_permission(self, request, obj=None):
        """Blocks are judged, not deleted: a deleted one would be found again."""
        return False
