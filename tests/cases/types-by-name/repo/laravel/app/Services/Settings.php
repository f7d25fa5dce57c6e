<?php

namespace App\Services;

final class Settings
{
    public const MODEL = 'gpt-4o-mini';
}
